using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>Tables of 128 bytes: VPERMI2B looks 7 signs of 64 filters up at once.</summary>
/// <remarks>
/// .NET exposes no popcount of vectors on x86; a look-up needs none, and no exclusive or either, so it takes fewer
/// instructions than a popcount would. But it loads two vectors of a table. Where few vectors of filters share them,
/// some of the pixels use the table of 0 and an exclusive or instead, so that loads and arithmetic take equally long.
/// </remarks>
internal sealed unsafe class Avx512VbmiTables : TableKernel
{
    private const int Signs = 7;
    private const int TableBytes = 1 << Signs;

    // A step adds at most 7 to a byte: 36 · 7 = 252 fit, 37 · 7 = 259 do not.
    private const int StepsPerFlush = 36;

    private static readonly AlignedArray<byte> Tables = LookUps.Tables(Signs);

    public override string Name => "avx512vbmi";

    public override int Lanes => 64;

    public override int StepSigns => Signs;

    public override int MostVectors => 4;

    public override int Pixels(int vectors) => vectors == 4 ? 4 : 8;

    public override int CutBytes(int bytes) => LookUps.CutBytes(bytes, StepSigns);

    public override void Cut(byte* signs, int bytes, byte* steps, int count, nint next) =>
        LookUps.Cut(signs, bytes, steps, count, next, StepSigns);

    public override void Count(int pixels, int vectors, in TablePatches patches, byte* weights, ushort* counts)
    {
        var tables = Tables.Pointer;
        if (vectors == 4 && pixels > 1) Four(patches, weights, tables, counts);
        else if (vectors == 4) FourOfOne(patches, weights, tables, counts);
        else if (vectors == 2 && pixels > 1) Two(patches, weights, tables, counts);
        else if (vectors == 2) TwoOfOne(patches, weights, tables, counts);
        else if (pixels > 1) One(patches, weights, tables, counts);
        else OneOfOne(patches, weights, tables, counts);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(in TablePatches patches, byte* weights, byte* tables, ushort* counts)
    {
        var p = patches.First;
        nint s = patches.Stride, s2 = 2 * s, s3 = 3 * s;
        var zero = Table(tables);
        var walk = new StepWalk(patches, StepsPerFlush);
        for (var add = false; walk.NextFlush(); add = true)
        {
            VbmiSums.Four c0 = default, c1 = default, c2 = default, c3 = default;
            for (int n; (n = walk.NextStretch()) > 0;)
            {
                for (var end = p + n; p < end; p++, weights += 4 * Vector512<byte>.Count)
                {
                    VbmiSums.Pair u = Load(weights), v = Load(weights + (2 * Vector512<byte>.Count));
                    c0.Look(Table(tables, *p), u, v);
                    c1.Look(Table(tables, p[s]), u, v);
                    c2.Look(Table(tables, p[s2]), u, v);
                    c3.Look(zero, u.Flip(p[s3]), v.Flip(p[s3]));
                }

                p += walk.Gap;
            }

            c0.Flush(counts, add);
            c1.Flush(counts + 256, add);
            c2.Flush(counts + 512, add);
            c3.Flush(counts + 768, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourOfOne(in TablePatches patches, byte* weights, byte* tables, ushort* counts)
    {
        var p = patches.First;
        var zero = Table(tables);
        var walk = new StepWalk(patches, StepsPerFlush);
        for (var add = false; walk.NextFlush(); add = true)
        {
            VbmiSums.Four c0 = default;
            for (int n; (n = walk.NextStretch()) > 0;)
            {
                for (var end = p + n; p < end; p++, weights += 4 * Vector512<byte>.Count)
                {
                    VbmiSums.Pair u = Load(weights), v = Load(weights + (2 * Vector512<byte>.Count));
                    c0.Look(zero, u.Flip(*p), v.Flip(*p));
                }

                p += walk.Gap;
            }

            c0.Flush(counts, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(in TablePatches patches, byte* weights, byte* tables, ushort* counts)
    {
        var p = patches.First;
        nint s = patches.Stride, s2 = 2 * s, s3 = 3 * s;
        var q = p + (4 * s);
        var zero = Table(tables);
        var walk = new StepWalk(patches, StepsPerFlush);
        for (var add = false; walk.NextFlush(); add = true)
        {
            VbmiSums.Two c0 = default, c1 = default, c2 = default, c3 = default;
            VbmiSums.Two c4 = default, c5 = default, c6 = default, c7 = default;
            for (int n; (n = walk.NextStretch()) > 0;)
            {
                for (var end = p + n; p < end; p++, q++, weights += 2 * Vector512<byte>.Count)
                {
                    var w = Load(weights);
                    c0.Look(Table(tables, *p), w);
                    c1.Look(Table(tables, p[s]), w);
                    c2.Look(Table(tables, p[s2]), w);
                    c3.Look(zero, w.Flip(p[s3]));
                    c4.Look(Table(tables, *q), w);
                    c5.Look(Table(tables, q[s]), w);
                    c6.Look(Table(tables, q[s2]), w);
                    c7.Look(zero, w.Flip(q[s3]));
                }

                p += walk.Gap;
                q += walk.Gap;
            }

            c0.Flush(counts, add);
            c1.Flush(counts + 128, add);
            c2.Flush(counts + 256, add);
            c3.Flush(counts + 384, add);
            c4.Flush(counts + 512, add);
            c5.Flush(counts + 640, add);
            c6.Flush(counts + 768, add);
            c7.Flush(counts + 896, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoOfOne(in TablePatches patches, byte* weights, byte* tables, ushort* counts)
    {
        var p = patches.First;
        var zero = Table(tables);
        var walk = new StepWalk(patches, StepsPerFlush);
        for (var add = false; walk.NextFlush(); add = true)
        {
            VbmiSums.Two c0 = default;
            for (int n; (n = walk.NextStretch()) > 0;)
            {
                for (var end = p + n; p < end; p++, weights += 2 * Vector512<byte>.Count)
                {
                    var w = Load(weights);
                    c0.Look(zero, w.Flip(*p));
                }

                p += walk.Gap;
            }

            c0.Flush(counts, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(in TablePatches patches, byte* weights, byte* tables, ushort* counts)
    {
        var p = patches.First;
        nint s = patches.Stride, s2 = 2 * s, s3 = 3 * s;
        var q = p + (4 * s);
        var zero = Table(tables);
        var walk = new StepWalk(patches, StepsPerFlush);
        for (var add = false; walk.NextFlush(); add = true)
        {
            Vector512<byte> c0 = default, c1 = default, c2 = default, c3 = default;
            Vector512<byte> c4 = default, c5 = default, c6 = default, c7 = default;
            for (int n; (n = walk.NextStretch()) > 0;)
            {
                for (var end = p + n; p < end; p++, q++, weights += Vector512<byte>.Count)
                {
                    var w = Vector512.Load(weights);
                    c0 += Table(tables, *p).Look(w);
                    c1 += zero.Look(w ^ Vector512.Create(p[s]));
                    c2 += Table(tables, p[s2]).Look(w);
                    c3 += zero.Look(w ^ Vector512.Create(p[s3]));
                    c4 += zero.Look(w ^ Vector512.Create(*q));
                    c5 += Table(tables, q[s]).Look(w);
                    c6 += zero.Look(w ^ Vector512.Create(q[s2]));
                    c7 += zero.Look(w ^ Vector512.Create(q[s3]));
                }

                p += walk.Gap;
                q += walk.Gap;
            }

            VbmiSums.Flush(c0, counts, add);
            VbmiSums.Flush(c1, counts + 64, add);
            VbmiSums.Flush(c2, counts + 128, add);
            VbmiSums.Flush(c3, counts + 192, add);
            VbmiSums.Flush(c4, counts + 256, add);
            VbmiSums.Flush(c5, counts + 320, add);
            VbmiSums.Flush(c6, counts + 384, add);
            VbmiSums.Flush(c7, counts + 448, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneOfOne(in TablePatches patches, byte* weights, byte* tables, ushort* counts)
    {
        var p = patches.First;
        var zero = Table(tables);
        var walk = new StepWalk(patches, StepsPerFlush);
        for (var add = false; walk.NextFlush(); add = true)
        {
            Vector512<byte> c0 = default;
            for (int n; (n = walk.NextStretch()) > 0;)
            {
                for (var end = p + n; p < end; p++, weights += Vector512<byte>.Count)
                {
                    var w = Vector512.Load(weights);
                    c0 += zero.Look(w ^ Vector512.Create(*p));
                }

                p += walk.Gap;
            }

            VbmiSums.Flush(c0, counts, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static VbmiSums.Pair Table(byte* tables, byte signs = 0) => Load(tables + ((nuint)signs * TableBytes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static VbmiSums.Pair Load(byte* from) =>
        new(Vector512.Load(from), Vector512.Load(from + Vector512<byte>.Count));
}
