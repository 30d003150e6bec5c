using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>Popcounts of 512 bits by two look-ups in a table of 16, a nibble each.</summary>
/// <remarks>
/// Nibbles are split once a word of a patch and once a vector of weights, not once a pair of them.
/// </remarks>
internal sealed unsafe class Avx512Kernel : TiledPopcountKernel
{
    // A step adds at most 8 to a byte: 31 · 8 = 248 fit, 32 · 8 = 256 do not.
    private const int StepsPerFlush = 31;

    public override int Lanes => 8;

    public override int Filters => 32;

    public override string Name => "avx512";

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
        var half = Vector256.Create(Nibbles.Counts, Nibbles.Counts);
        var table = Vector512.Create(half, half);
        var nibble = Vector512.Create((byte)0x0F);
        Vector512<byte> s00 = default, s01 = default, s02 = default, s03 = default;
        Vector512<byte> s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<byte> s20 = default, s21 = default, s22 = default, s23 = default;
        Vector512<byte> s30 = default, s31 = default, s32 = default, s33 = default;
        for (var step = 0; step < steps; step++)
        {
            var b0 = Vector512.Load(w0 + (step * 8)).AsByte();
            var c0 = High(b0);
            b0 &= nibble;
            var b1 = Vector512.Load(w1 + (step * 8)).AsByte();
            var c1 = High(b1);
            b1 &= nibble;
            var b2 = Vector512.Load(w2 + (step * 8)).AsByte();
            var c2 = High(b2);
            b2 &= nibble;
            var b3 = Vector512.Load(w3 + (step * 8)).AsByte();
            var c3 = High(b3);
            b3 &= nibble;
            var a = Vector512.Create(p0[step]).AsByte();
            var h = High(a);
            a &= nibble;
            s00 += Avx512BW.Shuffle(table, a ^ b0) + Avx512BW.Shuffle(table, h ^ c0);
            s01 += Avx512BW.Shuffle(table, a ^ b1) + Avx512BW.Shuffle(table, h ^ c1);
            s02 += Avx512BW.Shuffle(table, a ^ b2) + Avx512BW.Shuffle(table, h ^ c2);
            s03 += Avx512BW.Shuffle(table, a ^ b3) + Avx512BW.Shuffle(table, h ^ c3);
            a = Vector512.Create(p1[step]).AsByte();
            h = High(a);
            a &= nibble;
            s10 += Avx512BW.Shuffle(table, a ^ b0) + Avx512BW.Shuffle(table, h ^ c0);
            s11 += Avx512BW.Shuffle(table, a ^ b1) + Avx512BW.Shuffle(table, h ^ c1);
            s12 += Avx512BW.Shuffle(table, a ^ b2) + Avx512BW.Shuffle(table, h ^ c2);
            s13 += Avx512BW.Shuffle(table, a ^ b3) + Avx512BW.Shuffle(table, h ^ c3);
            a = Vector512.Create(p2[step]).AsByte();
            h = High(a);
            a &= nibble;
            s20 += Avx512BW.Shuffle(table, a ^ b0) + Avx512BW.Shuffle(table, h ^ c0);
            s21 += Avx512BW.Shuffle(table, a ^ b1) + Avx512BW.Shuffle(table, h ^ c1);
            s22 += Avx512BW.Shuffle(table, a ^ b2) + Avx512BW.Shuffle(table, h ^ c2);
            s23 += Avx512BW.Shuffle(table, a ^ b3) + Avx512BW.Shuffle(table, h ^ c3);
            a = Vector512.Create(p3[step]).AsByte();
            h = High(a);
            a &= nibble;
            s30 += Avx512BW.Shuffle(table, a ^ b0) + Avx512BW.Shuffle(table, h ^ c0);
            s31 += Avx512BW.Shuffle(table, a ^ b1) + Avx512BW.Shuffle(table, h ^ c1);
            s32 += Avx512BW.Shuffle(table, a ^ b2) + Avx512BW.Shuffle(table, h ^ c2);
            s33 += Avx512BW.Shuffle(table, a ^ b3) + Avx512BW.Shuffle(table, h ^ c3);
        }

        Flush(s00, s01, counts, add);
        Flush(s02, s03, counts + 16, add);
        Flush(s10, s11, counts + width, add);
        Flush(s12, s13, counts + width + 16, add);
        Flush(s20, s21, counts + (2 * width), add);
        Flush(s22, s23, counts + (2 * width) + 16, add);
        Flush(s30, s31, counts + (3 * width), add);
        Flush(s32, s33, counts + (3 * width) + 16, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Small(
        ulong* p0, ulong* w0, nint next, int steps, int* counts, bool add)
    {
        ulong* w1 = w0 + next, w2 = w1 + next, w3 = w2 + next;
        var half = Vector256.Create(Nibbles.Counts, Nibbles.Counts);
        var table = Vector512.Create(half, half);
        var nibble = Vector512.Create((byte)0x0F);
        Vector512<byte> s00 = default, s01 = default, s02 = default, s03 = default;
        for (var step = 0; step < steps; step++)
        {
            var b0 = Vector512.Load(w0 + (step * 8)).AsByte();
            var c0 = High(b0);
            b0 &= nibble;
            var b1 = Vector512.Load(w1 + (step * 8)).AsByte();
            var c1 = High(b1);
            b1 &= nibble;
            var b2 = Vector512.Load(w2 + (step * 8)).AsByte();
            var c2 = High(b2);
            b2 &= nibble;
            var b3 = Vector512.Load(w3 + (step * 8)).AsByte();
            var c3 = High(b3);
            b3 &= nibble;
            var a = Vector512.Create(p0[step]).AsByte();
            var h = High(a);
            a &= nibble;
            s00 += Avx512BW.Shuffle(table, a ^ b0) + Avx512BW.Shuffle(table, h ^ c0);
            s01 += Avx512BW.Shuffle(table, a ^ b1) + Avx512BW.Shuffle(table, h ^ c1);
            s02 += Avx512BW.Shuffle(table, a ^ b2) + Avx512BW.Shuffle(table, h ^ c2);
            s03 += Avx512BW.Shuffle(table, a ^ b3) + Avx512BW.Shuffle(table, h ^ c3);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> High(Vector512<byte> bytes) =>
        Avx512BW.ShiftRightLogical(bytes.AsUInt16(), 4).AsByte() & Vector512.Create((byte)0x0F);
}
