using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>Popcounts of 256 bits by two look-ups in a table of 16, a nibble each.</summary>
/// <remarks>
/// Sixteen registers: eight counts, the table, the mask, and halves of a word and of two vectors of weights.
/// </remarks>
internal sealed unsafe class Avx2Kernel : TiledPopcountKernel
{
    // A step adds at most 8 to a byte: 31 · 8 = 248 fit, 32 · 8 = 256 do not.
    private const int StepsPerFlush = 31;

    public override int Lanes => 4;

    public override int Filters => 8;

    public override string Name => "avx2";

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
        var w1 = w0 + next;
        var table = Vector256.Create(Nibbles.Counts, Nibbles.Counts);
        var nibble = Vector256.Create((byte)0x0F);
        Vector256<byte> s00 = default, s01 = default;
        Vector256<byte> s10 = default, s11 = default;
        Vector256<byte> s20 = default, s21 = default;
        Vector256<byte> s30 = default, s31 = default;
        for (var step = 0; step < steps; step++)
        {
            var b0 = Vector256.Load(w0 + (step * 4)).AsByte();
            var c0 = High(b0);
            b0 &= nibble;
            var b1 = Vector256.Load(w1 + (step * 4)).AsByte();
            var c1 = High(b1);
            b1 &= nibble;
            var a = Vector256.Create(p0[step]).AsByte();
            var h = High(a);
            a &= nibble;
            s00 += Avx2.Shuffle(table, a ^ b0) + Avx2.Shuffle(table, h ^ c0);
            s01 += Avx2.Shuffle(table, a ^ b1) + Avx2.Shuffle(table, h ^ c1);
            a = Vector256.Create(p1[step]).AsByte();
            h = High(a);
            a &= nibble;
            s10 += Avx2.Shuffle(table, a ^ b0) + Avx2.Shuffle(table, h ^ c0);
            s11 += Avx2.Shuffle(table, a ^ b1) + Avx2.Shuffle(table, h ^ c1);
            a = Vector256.Create(p2[step]).AsByte();
            h = High(a);
            a &= nibble;
            s20 += Avx2.Shuffle(table, a ^ b0) + Avx2.Shuffle(table, h ^ c0);
            s21 += Avx2.Shuffle(table, a ^ b1) + Avx2.Shuffle(table, h ^ c1);
            a = Vector256.Create(p3[step]).AsByte();
            h = High(a);
            a &= nibble;
            s30 += Avx2.Shuffle(table, a ^ b0) + Avx2.Shuffle(table, h ^ c0);
            s31 += Avx2.Shuffle(table, a ^ b1) + Avx2.Shuffle(table, h ^ c1);
        }

        Flush(s00, s01, counts, add);
        Flush(s10, s11, counts + width, add);
        Flush(s20, s21, counts + (2 * width), add);
        Flush(s30, s31, counts + (3 * width), add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Small(
        ulong* p0, ulong* w0, nint next, int steps, int* counts, bool add)
    {
        var w1 = w0 + next;
        var table = Vector256.Create(Nibbles.Counts, Nibbles.Counts);
        var nibble = Vector256.Create((byte)0x0F);
        Vector256<byte> s00 = default, s01 = default;
        for (var step = 0; step < steps; step++)
        {
            var b0 = Vector256.Load(w0 + (step * 4)).AsByte();
            var c0 = High(b0);
            b0 &= nibble;
            var b1 = Vector256.Load(w1 + (step * 4)).AsByte();
            var c1 = High(b1);
            b1 &= nibble;
            var a = Vector256.Create(p0[step]).AsByte();
            var h = High(a);
            a &= nibble;
            s00 += Avx2.Shuffle(table, a ^ b0) + Avx2.Shuffle(table, h ^ c0);
            s01 += Avx2.Shuffle(table, a ^ b1) + Avx2.Shuffle(table, h ^ c1);
        }

        Flush(s00, s01, counts, add);
    }

    // Eight bytes of a lane give its count, which leaves room for another's in the upper half of the lane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Flush(Vector256<byte> even, Vector256<byte> odd, int* counts, bool add)
    {
        var low = Avx2.SumAbsoluteDifferences(even, Vector256<byte>.Zero).AsUInt64();
        var high = Avx2.SumAbsoluteDifferences(odd, Vector256<byte>.Zero).AsUInt64();
        var count = (low | (high << 32)).AsInt32();
        if (add) count += Vector256.Load(counts);
        count.Store(counts);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> High(Vector256<byte> bytes) =>
        Avx2.ShiftRightLogical(bytes.AsUInt16(), 4).AsByte() & Vector256.Create((byte)0x0F);
}
