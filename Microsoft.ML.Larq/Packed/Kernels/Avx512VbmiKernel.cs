using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed;

/// <summary>Popcounts by table: VPERMI2B looks 64 bytes of 7 signs up at once.</summary>
/// <remarks>
/// .NET exposes no popcount of vectors on x86. A byte of 7 signs indexes the 128 bytes of two registers, so exclusive
/// or, look-up and addition are three instructions for 448 signs.
/// </remarks>
internal sealed unsafe class Avx512VbmiKernel : PopcountKernel
{
    // A step adds at most 7 to a byte: 36 · 7 = 252 fit, 37 · 7 = 259 do not.
    private const int StepsPerFlush = 36;

    private static readonly Vector512<byte> Below64 = Table(0);
    private static readonly Vector512<byte> From64 = Table(64);

    public static bool IsSupported => Avx512Vbmi.IsSupported && Bmi2.X64.IsSupported;

    public override int Lanes => 8;

    public override int Filters => 32;

    public override string Name => "avx512vbmi";

    public override SignFormat Format => SignFormat.Sevens;

    public override void Count(int pixels, ulong* patches, nint stride, ulong* weights, int steps, int* counts)
    {
        for (var first = 0; first < steps; first += StepsPerFlush)
        {
            var count = Math.Min(StepsPerFlush, steps - first);
            ulong* patch = patches + first, line = weights + (first * Lanes);
            if (pixels == Pixels) Large(patch, stride, line, steps * Lanes, count, counts, first > 0);
            else Small(patch, line, steps * Lanes, count, counts, first > 0);
        }
    }

    private static void Large(
        ulong* p0, nint stride, ulong* w0, nint next, int steps, int* counts, bool add)
    {
        ulong* p1 = p0 + stride, p2 = p1 + stride, p3 = p2 + stride;
        ulong* w1 = w0 + next, w2 = w1 + next, w3 = w2 + next;
        var (low, high) = (Below64, From64);
        Vector512<byte> s00 = default, s01 = default, s02 = default, s03 = default;
        Vector512<byte> s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<byte> s20 = default, s21 = default, s22 = default, s23 = default;
        Vector512<byte> s30 = default, s31 = default, s32 = default, s33 = default;
        for (var step = 0; step < steps; step++)
        {
            var b0 = Vector512.Load(w0 + (step * 8)).AsByte();
            var b1 = Vector512.Load(w1 + (step * 8)).AsByte();
            var b2 = Vector512.Load(w2 + (step * 8)).AsByte();
            var b3 = Vector512.Load(w3 + (step * 8)).AsByte();
            var a = Vector512.Create(p0[step]).AsByte();
            s00 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b0, high);
            s01 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b1, high);
            s02 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b2, high);
            s03 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b3, high);
            a = Vector512.Create(p1[step]).AsByte();
            s10 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b0, high);
            s11 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b1, high);
            s12 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b2, high);
            s13 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b3, high);
            a = Vector512.Create(p2[step]).AsByte();
            s20 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b0, high);
            s21 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b1, high);
            s22 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b2, high);
            s23 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b3, high);
            a = Vector512.Create(p3[step]).AsByte();
            s30 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b0, high);
            s31 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b1, high);
            s32 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b2, high);
            s33 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b3, high);
        }

        Flush(s00, s01, counts, add);
        Flush(s02, s03, counts + 16, add);
        Flush(s10, s11, counts + 32, add);
        Flush(s12, s13, counts + 48, add);
        Flush(s20, s21, counts + 64, add);
        Flush(s22, s23, counts + 80, add);
        Flush(s30, s31, counts + 96, add);
        Flush(s32, s33, counts + 112, add);
    }

    private static void Small(
        ulong* p0, ulong* w0, nint next, int steps, int* counts, bool add)
    {
        ulong* w1 = w0 + next, w2 = w1 + next, w3 = w2 + next;
        var (low, high) = (Below64, From64);
        Vector512<byte> s00 = default, s01 = default, s02 = default, s03 = default;
        for (var step = 0; step < steps; step++)
        {
            var b0 = Vector512.Load(w0 + (step * 8)).AsByte();
            var b1 = Vector512.Load(w1 + (step * 8)).AsByte();
            var b2 = Vector512.Load(w2 + (step * 8)).AsByte();
            var b3 = Vector512.Load(w3 + (step * 8)).AsByte();
            var a = Vector512.Create(p0[step]).AsByte();
            s00 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b0, high);
            s01 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b1, high);
            s02 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b2, high);
            s03 += Avx512Vbmi.PermuteVar64x8x2(low, a ^ b3, high);
        }

        Flush(s00, s01, counts, add);
        Flush(s02, s03, counts + 16, add);
    }

    // Eight bytes of a lane give its count, which leaves room for another's in the upper half of the lane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Flush(Vector512<byte> even, Vector512<byte> odd, int* counts, bool add)
    {
        var low = Avx512BW.SumAbsoluteDifferences(even, Vector512<byte>.Zero).AsUInt64();
        var high = Avx512BW.SumAbsoluteDifferences(odd, Vector512<byte>.Zero).AsUInt64();
        var count = (low | (high << 32)).AsInt32();
        if (add) count += Vector512.Load(counts);
        count.Store(counts);
    }

    private static Vector512<byte> Table(int first)
    {
        Span<byte> counts = stackalloc byte[64];
        for (var i = 0; i < counts.Length; i++) counts[i] = (byte)int.PopCount(first + i);
        return Vector512.Create<byte>(counts);
    }
}
