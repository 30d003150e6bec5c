using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>Tables of 64 bytes: VPERMB looks 6 signs of 64 filters up at once.</summary>
/// <remarks>
/// A seventh less than <see cref="Avx512VbmiTables"/> looks up, but a table is one vector: where a look-up in two takes
/// two cycles and in one takes one, as on Intel's processors, this is the faster.
/// </remarks>
internal sealed unsafe class Avx512PermuteTables : TableKernel
{
    private const int Signs = 6;
    private const int TableBytes = 1 << Signs;

    // A step adds at most 6 to a byte: 42 · 6 = 252 fit, 43 · 6 = 258 do not.
    private const int StepsPerFlush = 42;

    private static readonly AlignedArray<byte> Tables = LookUps.Tables(Signs);

    public override string Name => "avx512permb";

    public override int Lanes => 64;

    public override int StepSigns => Signs;

    public override int MostVectors => 2;

    public override int Pixels(int vectors) => 8;

    public override int CutBytes(int bytes) => LookUps.CutBytes(bytes, StepSigns);

    public override void Cut(byte* signs, int bytes, byte* steps, int count, nint next) =>
        LookUps.Cut(signs, bytes, steps, count, next, StepSigns);

    public override void Count(int pixels, int vectors, in TablePatches patches, byte* weights, ushort* counts)
    {
        var tables = Tables.Pointer;
        if (vectors == 2 && pixels > 1) Two(patches, weights, tables, counts);
        else if (vectors == 2) TwoOfOne(patches, weights, tables, counts);
        else if (pixels > 1) One(patches, weights, tables, counts);
        else OneOfOne(patches, weights, tables, counts);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(in TablePatches patches, byte* weights, byte* tables, ushort* counts)
    {
        var p = patches.First;
        nint s = patches.Stride, s2 = 2 * s, s3 = 3 * s;
        var q = p + (4 * s);
        var walk = new StepWalk(patches, StepsPerFlush);
        for (var add = false; walk.NextFlush(); add = true)
        {
            Vector512<byte> c0 = default, c1 = default, c2 = default, c3 = default;
            Vector512<byte> c4 = default, c5 = default, c6 = default, c7 = default;
            Vector512<byte> d0 = default, d1 = default, d2 = default, d3 = default;
            Vector512<byte> d4 = default, d5 = default, d6 = default, d7 = default;
            for (int n; (n = walk.NextStretch()) > 0;)
            {
                for (var end = p + n; p < end; p++, q++, weights += 2 * Vector512<byte>.Count)
                {
                    var (u, v) = (Vector512.Load(weights), Vector512.Load(weights + Vector512<byte>.Count));
                    var table = Table(tables, *p);
                    c0 += Avx512Vbmi.PermuteVar64x8(table, u);
                    d0 += Avx512Vbmi.PermuteVar64x8(table, v);
                    table = Table(tables, p[s]);
                    c1 += Avx512Vbmi.PermuteVar64x8(table, u);
                    d1 += Avx512Vbmi.PermuteVar64x8(table, v);
                    table = Table(tables, p[s2]);
                    c2 += Avx512Vbmi.PermuteVar64x8(table, u);
                    d2 += Avx512Vbmi.PermuteVar64x8(table, v);
                    table = Table(tables, p[s3]);
                    c3 += Avx512Vbmi.PermuteVar64x8(table, u);
                    d3 += Avx512Vbmi.PermuteVar64x8(table, v);
                    table = Table(tables, *q);
                    c4 += Avx512Vbmi.PermuteVar64x8(table, u);
                    d4 += Avx512Vbmi.PermuteVar64x8(table, v);
                    table = Table(tables, q[s]);
                    c5 += Avx512Vbmi.PermuteVar64x8(table, u);
                    d5 += Avx512Vbmi.PermuteVar64x8(table, v);
                    table = Table(tables, q[s2]);
                    c6 += Avx512Vbmi.PermuteVar64x8(table, u);
                    d6 += Avx512Vbmi.PermuteVar64x8(table, v);
                    table = Table(tables, q[s3]);
                    c7 += Avx512Vbmi.PermuteVar64x8(table, u);
                    d7 += Avx512Vbmi.PermuteVar64x8(table, v);
                }

                p += walk.Gap;
                q += walk.Gap;
            }

            Flush(c0, d0, counts, add);
            Flush(c1, d1, counts + 128, add);
            Flush(c2, d2, counts + 256, add);
            Flush(c3, d3, counts + 384, add);
            Flush(c4, d4, counts + 512, add);
            Flush(c5, d5, counts + 640, add);
            Flush(c6, d6, counts + 768, add);
            Flush(c7, d7, counts + 896, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoOfOne(in TablePatches patches, byte* weights, byte* tables, ushort* counts)
    {
        var p = patches.First;
        var walk = new StepWalk(patches, StepsPerFlush);
        for (var add = false; walk.NextFlush(); add = true)
        {
            Vector512<byte> c = default, d = default;
            for (int n; (n = walk.NextStretch()) > 0;)
            {
                for (var end = p + n; p < end; p++, weights += 2 * Vector512<byte>.Count)
                {
                    var table = Table(tables, *p);
                    c += Avx512Vbmi.PermuteVar64x8(table, Vector512.Load(weights));
                    d += Avx512Vbmi.PermuteVar64x8(table, Vector512.Load(weights + Vector512<byte>.Count));
                }

                p += walk.Gap;
            }

            Flush(c, d, counts, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(in TablePatches patches, byte* weights, byte* tables, ushort* counts)
    {
        var p = patches.First;
        nint s = patches.Stride, s2 = 2 * s, s3 = 3 * s;
        var q = p + (4 * s);
        var walk = new StepWalk(patches, StepsPerFlush);
        for (var add = false; walk.NextFlush(); add = true)
        {
            Vector512<byte> c0 = default, c1 = default, c2 = default, c3 = default;
            Vector512<byte> c4 = default, c5 = default, c6 = default, c7 = default;
            for (int n; (n = walk.NextStretch()) > 0;)
            {
                for (var end = p + n; p < end; p++, q++, weights += Vector512<byte>.Count)
                {
                    var u = Vector512.Load(weights);
                    c0 += Avx512Vbmi.PermuteVar64x8(Table(tables, *p), u);
                    c1 += Avx512Vbmi.PermuteVar64x8(Table(tables, p[s]), u);
                    c2 += Avx512Vbmi.PermuteVar64x8(Table(tables, p[s2]), u);
                    c3 += Avx512Vbmi.PermuteVar64x8(Table(tables, p[s3]), u);
                    c4 += Avx512Vbmi.PermuteVar64x8(Table(tables, *q), u);
                    c5 += Avx512Vbmi.PermuteVar64x8(Table(tables, q[s]), u);
                    c6 += Avx512Vbmi.PermuteVar64x8(Table(tables, q[s2]), u);
                    c7 += Avx512Vbmi.PermuteVar64x8(Table(tables, q[s3]), u);
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
        var walk = new StepWalk(patches, StepsPerFlush);
        for (var add = false; walk.NextFlush(); add = true)
        {
            Vector512<byte> c = default;
            for (int n; (n = walk.NextStretch()) > 0;)
            {
                for (var end = p + n; p < end; p++, weights += Vector512<byte>.Count)
                    c += Avx512Vbmi.PermuteVar64x8(Table(tables, *p), Vector512.Load(weights));
                p += walk.Gap;
            }

            VbmiSums.Flush(c, counts, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Table(byte* tables, byte signs) =>
        Vector512.Load(tables + ((nuint)signs * TableBytes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Flush(Vector512<byte> first, Vector512<byte> second, ushort* counts, bool add)
    {
        VbmiSums.Flush(first, counts, add);
        VbmiSums.Flush(second, counts + 64, add);
    }
}
