using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed;

/// <summary>Tables of 128 bytes: VPERMI2B looks 7 signs of 64 filters up at once.</summary>
/// <remarks>
/// .NET exposes no popcount of vectors on x86; a look-up needs none, and no exclusive or either, so it takes fewer
/// instructions than a popcount would. It loads two vectors of a table, though. Where few vectors of filters share them,
/// some of the pixels use the table of 0 and an exclusive or instead, so that loads and arithmetic take equally long.
/// </remarks>
internal sealed unsafe class Avx512VbmiTables : TableKernel
{
    private const int TableBytes = 128;

    // A step adds at most 7 to a byte: 36 · 7 = 252 fit, 37 · 7 = 259 do not.
    private const int StepsPerFlush = 36;

    private static readonly AlignedBytes Tables = MakeTables();

    public static bool IsSupported => Avx512Vbmi.IsSupported && Bmi2.X64.IsSupported;

    public override string Name => "avx512vbmi";

    public override int Lanes => 64;

    public override int StepSigns => 7;

    public override int Pixels(int vectors) => vectors == MostVectors ? 4 : 8;

    public override void Cut(byte* signs, int bytes, byte* steps)
    {
        const ulong Sevens = 0x7F7F_7F7F_7F7F_7F7F;
        for (; bytes >= 7; bytes -= 7, signs += 7, steps += 8)
            *(ulong*)steps = Bmi2.X64.ParallelBitDeposit(*(ulong*)signs, Sevens);
        if (bytes == 0) return;
        var rest = *(ulong*)signs & ((1UL << (8 * bytes)) - 1);
        *(ulong*)steps = Bmi2.X64.ParallelBitDeposit(rest, Sevens);
    }

    public override void Count(
        int pixels, int vectors, byte* patches, nint stride, byte* weights, int steps, ushort* counts)
    {
        var tables = Tables.Pointer;
        for (var first = 0; first < steps; first += StepsPerFlush)
        {
            var count = Math.Min(StepsPerFlush, steps - first);
            var patch = patches + first;
            var line = weights + ((nint)first * vectors * Vector512<byte>.Count);
            var add = first > 0;
            if (vectors == 4 && pixels > 1) Four(patch, stride, line, tables, count, counts, add);
            else if (vectors == 4) Four(patch, line, tables, count, counts, add);
            else if (vectors == 2 && pixels > 1) Two(patch, stride, line, tables, count, counts, add);
            else if (vectors == 2) Two(patch, line, tables, count, counts, add);
            else if (pixels > 1) One(patch, stride, line, tables, count, counts, add);
            else One(patch, line, tables, count, counts, add);
        }
    }

    private static void Four(
        byte* p0, nint stride, byte* weights, byte* tables, int steps, ushort* counts, bool add)
    {
        byte* p1 = p0 + stride, p2 = p1 + stride, p3 = p2 + stride;
        var zero = Table(tables);
        Sums4 s0 = default, s1 = default, s2 = default, s3 = default;
        for (var i = 0; i < steps; i++, weights += 4 * Vector512<byte>.Count)
        {
            Pair u = Load(weights), v = Load(weights + (2 * Vector512<byte>.Count));
            s0.Look(Table(tables, p0[i]), u, v);
            s1.Look(Table(tables, p1[i]), u, v);
            s2.Look(Table(tables, p2[i]), u, v);
            s3.Look(zero, u.Flip(p3[i]), v.Flip(p3[i]));
        }

        s0.Flush(counts, add);
        s1.Flush(counts + 256, add);
        s2.Flush(counts + 512, add);
        s3.Flush(counts + 768, add);
    }

    private static void Four(byte* p0, byte* weights, byte* tables, int steps, ushort* counts, bool add)
    {
        var zero = Table(tables);
        Sums4 s0 = default;
        for (var i = 0; i < steps; i++, weights += 4 * Vector512<byte>.Count)
        {
            Pair u = Load(weights), v = Load(weights + (2 * Vector512<byte>.Count));
            s0.Look(zero, u.Flip(p0[i]), v.Flip(p0[i]));
        }

        s0.Flush(counts, add);
    }

    private static void Two(
        byte* p0, nint stride, byte* weights, byte* tables, int steps, ushort* counts, bool add)
    {
        byte* p1 = p0 + stride, p2 = p1 + stride, p3 = p2 + stride;
        byte* p4 = p3 + stride, p5 = p4 + stride, p6 = p5 + stride, p7 = p6 + stride;
        var zero = Table(tables);
        Sums2 s0 = default, s1 = default, s2 = default, s3 = default;
        Sums2 s4 = default, s5 = default, s6 = default, s7 = default;
        for (var i = 0; i < steps; i++, weights += 2 * Vector512<byte>.Count)
        {
            var w = Load(weights);
            s0.Look(Table(tables, p0[i]), w);
            s1.Look(Table(tables, p1[i]), w);
            s2.Look(Table(tables, p2[i]), w);
            s3.Look(zero, w.Flip(p3[i]));
            s4.Look(Table(tables, p4[i]), w);
            s5.Look(Table(tables, p5[i]), w);
            s6.Look(Table(tables, p6[i]), w);
            s7.Look(zero, w.Flip(p7[i]));
        }

        s0.Flush(counts, add);
        s1.Flush(counts + 128, add);
        s2.Flush(counts + 256, add);
        s3.Flush(counts + 384, add);
        s4.Flush(counts + 512, add);
        s5.Flush(counts + 640, add);
        s6.Flush(counts + 768, add);
        s7.Flush(counts + 896, add);
    }

    private static void Two(byte* p0, byte* weights, byte* tables, int steps, ushort* counts, bool add)
    {
        var zero = Table(tables);
        Sums2 s0 = default;
        for (var i = 0; i < steps; i++, weights += 2 * Vector512<byte>.Count)
            s0.Look(zero, Load(weights).Flip(p0[i]));
        s0.Flush(counts, add);
    }

    private static void One(
        byte* p0, nint stride, byte* weights, byte* tables, int steps, ushort* counts, bool add)
    {
        byte* p1 = p0 + stride, p2 = p1 + stride, p3 = p2 + stride;
        byte* p4 = p3 + stride, p5 = p4 + stride, p6 = p5 + stride, p7 = p6 + stride;
        var zero = Table(tables);
        Vector512<byte> s0 = default, s1 = default, s2 = default, s3 = default;
        Vector512<byte> s4 = default, s5 = default, s6 = default, s7 = default;
        for (var i = 0; i < steps; i++, weights += Vector512<byte>.Count)
        {
            var w = Vector512.Load(weights);
            s0 += Table(tables, p0[i]).Look(w);
            s1 += zero.Look(w ^ Vector512.Create(p1[i]));
            s2 += Table(tables, p2[i]).Look(w);
            s3 += zero.Look(w ^ Vector512.Create(p3[i]));
            s4 += zero.Look(w ^ Vector512.Create(p4[i]));
            s5 += Table(tables, p5[i]).Look(w);
            s6 += zero.Look(w ^ Vector512.Create(p6[i]));
            s7 += zero.Look(w ^ Vector512.Create(p7[i]));
        }

        Flush(s0, counts, add);
        Flush(s1, counts + 64, add);
        Flush(s2, counts + 128, add);
        Flush(s3, counts + 192, add);
        Flush(s4, counts + 256, add);
        Flush(s5, counts + 320, add);
        Flush(s6, counts + 384, add);
        Flush(s7, counts + 448, add);
    }

    private static void One(byte* p0, byte* weights, byte* tables, int steps, ushort* counts, bool add)
    {
        var zero = Table(tables);
        Vector512<byte> s0 = default;
        for (var i = 0; i < steps; i++, weights += Vector512<byte>.Count)
            s0 += zero.Look(Vector512.Load(weights) ^ Vector512.Create(p0[i]));
        Flush(s0, counts, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pair Table(byte* tables, byte signs = 0) => Load(tables + ((nuint)signs * TableBytes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pair Load(byte* from) => new(Vector512.Load(from), Vector512.Load(from + Vector512<byte>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Flush(Vector512<byte> sums, ushort* counts, bool add)
    {
        var even = sums.AsUInt16() & Vector512.Create((ushort)byte.MaxValue);
        var odd = sums.AsUInt16() >>> 8;
        if (add)
        {
            even += Vector512.Load(counts);
            odd += Vector512.Load(counts + Vector512<ushort>.Count);
        }

        even.Store(counts);
        odd.Store(counts + Vector512<ushort>.Count);
    }

    private static AlignedBytes MakeTables()
    {
        var tables = new AlignedBytes(TableBytes * TableBytes);
        for (var i = 0; i < tables.Length; i++)
            tables.Span[i] = (byte)int.PopCount((i / TableBytes) ^ (i % TableBytes));
        return tables;
    }

    /// <summary>The halves of a table, or two vectors of weights.</summary>
    private readonly struct Pair(Vector512<byte> low, Vector512<byte> high)
    {
        public readonly Vector512<byte> Low = low;
        public readonly Vector512<byte> High = high;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<byte> Look(Vector512<byte> indices) => Avx512Vbmi.PermuteVar64x8x2(Low, indices, High);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Pair Flip(byte signs) => new(Low ^ Vector512.Create(signs), High ^ Vector512.Create(signs));
    }

    private struct Sums2
    {
        private Vector512<byte> _a, _b;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Look(Pair table, Pair weights)
        {
            _a += table.Look(weights.Low);
            _b += table.Look(weights.High);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Flush(ushort* counts, bool add)
        {
            Avx512VbmiTables.Flush(_a, counts, add);
            Avx512VbmiTables.Flush(_b, counts + 64, add);
        }
    }

    private struct Sums4
    {
        private Vector512<byte> _a, _b, _c, _d;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Look(Pair table, Pair first, Pair second)
        {
            _a += table.Look(first.Low);
            _b += table.Look(first.High);
            _c += table.Look(second.Low);
            _d += table.Look(second.High);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Flush(ushort* counts, bool add)
        {
            Avx512VbmiTables.Flush(_a, counts, add);
            Avx512VbmiTables.Flush(_b, counts + 64, add);
            Avx512VbmiTables.Flush(_c, counts + 128, add);
            Avx512VbmiTables.Flush(_d, counts + 192, add);
        }
    }
}
