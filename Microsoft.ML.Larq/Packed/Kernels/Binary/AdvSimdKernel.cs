using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>Popcounts of 128 bits: CNT counts bytes.</summary>
/// <remarks>
/// Run and compared with the scalar kernel under emulation; no time was taken on an ARM processor. A look-up in tables
/// would not do better here: TBL and ADD count 64 differences, where XOR, CNT and ADD count 128.
/// </remarks>
internal sealed unsafe class AdvSimdKernel : TiledPopcountKernel
{
    // A step adds at most 8 to a byte: 31 · 8 = 248 fit, 32 · 8 = 256 do not.
    private const int StepsPerFlush = 31;

    public override int Lanes => 2;

    public override int Filters => 8;

    public override string Name => "advsimd";

    public override (int Vector, int Lane) Place(int filter) => (filter / 2, filter % 2);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Tile(
        int pixels, ulong* patches, nint stride, ulong* weights, int steps, int* counts, nint width)
    {
        for (var first = 0; first < steps; first += StepsPerFlush)
        {
            var count = Math.Min(StepsPerFlush, steps - first);
            ulong* patch = patches + first, line = weights + (first * Lanes);
            if (pixels == Pixels) Large(patch, stride, line, steps * Lanes, count, counts, width, first > 0);
            else Small(patch, line, steps * Lanes, count, counts, first > 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Large(
        ulong* p0, nint stride, ulong* w0, nint next, int steps, int* counts, nint width, bool add)
    {
        ulong* p1 = p0 + stride, p2 = p1 + stride, p3 = p2 + stride;
        ulong* w1 = w0 + next, w2 = w1 + next, w3 = w2 + next;
        Vector128<byte> s00 = default, s01 = default, s02 = default, s03 = default;
        Vector128<byte> s10 = default, s11 = default, s12 = default, s13 = default;
        Vector128<byte> s20 = default, s21 = default, s22 = default, s23 = default;
        Vector128<byte> s30 = default, s31 = default, s32 = default, s33 = default;
        for (nint step = 0; step < steps; step++)
        {
            var b0 = Vector128.Load(w0 + (step * 2)).AsByte();
            var b1 = Vector128.Load(w1 + (step * 2)).AsByte();
            var b2 = Vector128.Load(w2 + (step * 2)).AsByte();
            var b3 = Vector128.Load(w3 + (step * 2)).AsByte();
            var a = Vector128.Create(p0[step]).AsByte();
            s00 += AdvSimd.PopCount(a ^ b0);
            s01 += AdvSimd.PopCount(a ^ b1);
            s02 += AdvSimd.PopCount(a ^ b2);
            s03 += AdvSimd.PopCount(a ^ b3);
            a = Vector128.Create(p1[step]).AsByte();
            s10 += AdvSimd.PopCount(a ^ b0);
            s11 += AdvSimd.PopCount(a ^ b1);
            s12 += AdvSimd.PopCount(a ^ b2);
            s13 += AdvSimd.PopCount(a ^ b3);
            a = Vector128.Create(p2[step]).AsByte();
            s20 += AdvSimd.PopCount(a ^ b0);
            s21 += AdvSimd.PopCount(a ^ b1);
            s22 += AdvSimd.PopCount(a ^ b2);
            s23 += AdvSimd.PopCount(a ^ b3);
            a = Vector128.Create(p3[step]).AsByte();
            s30 += AdvSimd.PopCount(a ^ b0);
            s31 += AdvSimd.PopCount(a ^ b1);
            s32 += AdvSimd.PopCount(a ^ b2);
            s33 += AdvSimd.PopCount(a ^ b3);
        }

        Flush(s00, s01, counts, add);
        Flush(s02, s03, counts + 4, add);
        Flush(s10, s11, counts + width, add);
        Flush(s12, s13, counts + width + 4, add);
        Flush(s20, s21, counts + (2 * width), add);
        Flush(s22, s23, counts + (2 * width) + 4, add);
        Flush(s30, s31, counts + (3 * width), add);
        Flush(s32, s33, counts + (3 * width) + 4, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Small(
        ulong* p0, ulong* w0, nint next, int steps, int* counts, bool add)
    {
        ulong* w1 = w0 + next, w2 = w1 + next, w3 = w2 + next;
        Vector128<byte> s00 = default, s01 = default, s02 = default, s03 = default;
        for (nint step = 0; step < steps; step++)
        {
            var b0 = Vector128.Load(w0 + (step * 2)).AsByte();
            var b1 = Vector128.Load(w1 + (step * 2)).AsByte();
            var b2 = Vector128.Load(w2 + (step * 2)).AsByte();
            var b3 = Vector128.Load(w3 + (step * 2)).AsByte();
            var a = Vector128.Create(p0[step]).AsByte();
            s00 += AdvSimd.PopCount(a ^ b0);
            s01 += AdvSimd.PopCount(a ^ b1);
            s02 += AdvSimd.PopCount(a ^ b2);
            s03 += AdvSimd.PopCount(a ^ b3);
        }

        Flush(s00, s01, counts, add);
        Flush(s02, s03, counts + 4, add);
    }

    // Pairs of bytes, then pairs of those of both vectors, then pairs again: a sum of each lane's eight bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Flush(Vector128<byte> first, Vector128<byte> second, int* counts, bool add)
    {
        var fours = AdvSimd.Arm64.AddPairwise(AdvSimd.AddPairwiseWidening(first), AdvSimd.AddPairwiseWidening(second));
        var count = AdvSimd.AddPairwiseWidening(fours).AsInt32();
        if (add) count += Vector128.Load(counts);
        count.Store(counts);
    }
}
