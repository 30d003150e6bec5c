using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>Tables of 16 bytes: VPSHUFB looks 4 signs of 32 filters up at once.</summary>
/// <remarks>
/// Two instructions for 128 signs, where a popcount by table takes three. A pixel's step is stored as the place of its
/// table. Eight sums, two vectors of weights, a table and what is looked up fit into sixteen registers.
/// </remarks>
internal sealed unsafe class Avx2Tables : TableKernel
{
    // A step adds at most 4 to a byte: 63 · 4 = 252 fit, 64 · 4 = 256 do not.
    private const int StepsPerFlush = 63;

    private static readonly AlignedArray<byte> Tables = MakeTables();

    public override string Name => "avx2";

    public override int Lanes => 32;

    public override int StepSigns => 4;

    public override int MostVectors => 2;

    public override int Pixels(int vectors) => vectors == 2 ? 4 : 8;

    public override int CutBytes(int bytes) => (bytes + 15) / 16 * 32;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Cut(byte* signs, int bytes, byte* steps, int count, nint next)
    {
        var nibble = Vector128.Create((byte)0xF0);
        for (; count > 0; count--, signs += next)
        {
            for (var i = 0; i < bytes; i += 16, steps += 32)
            {
                var pairs = Vector128.Load(signs + i);
                var (low, high) = ((pairs.AsUInt16() << 4).AsByte() & nibble, pairs & nibble);
                Sse2.UnpackLow(low, high).Store(steps);
                Sse2.UnpackHigh(low, high).Store(steps + 16);
            }
        }
    }

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
        var walk = new StepWalk(patches, StepsPerFlush);
        for (var add = false; walk.NextFlush(); add = true)
        {
            Vector256<byte> a0 = default, a1 = default, a2 = default, a3 = default;
            Vector256<byte> b0 = default, b1 = default, b2 = default, b3 = default;
            for (int n; (n = walk.NextStretch()) > 0;)
            {
                for (var end = p + n; p < end; p++, weights += 2 * Vector256<byte>.Count)
                {
                    var u = Vector256.Load(weights);
                    var v = Vector256.Load(weights + Vector256<byte>.Count);
                    var table = Table(tables, *p);
                    a0 += Avx2.Shuffle(table, u);
                    b0 += Avx2.Shuffle(table, v);
                    table = Table(tables, p[s]);
                    a1 += Avx2.Shuffle(table, u);
                    b1 += Avx2.Shuffle(table, v);
                    table = Table(tables, p[s2]);
                    a2 += Avx2.Shuffle(table, u);
                    b2 += Avx2.Shuffle(table, v);
                    table = Table(tables, p[s3]);
                    a3 += Avx2.Shuffle(table, u);
                    b3 += Avx2.Shuffle(table, v);
                }

                p += walk.Gap;
            }

            Flush(a0, counts, add);
            Flush(b0, counts + 32, add);
            Flush(a1, counts + 64, add);
            Flush(b1, counts + 96, add);
            Flush(a2, counts + 128, add);
            Flush(b2, counts + 160, add);
            Flush(a3, counts + 192, add);
            Flush(b3, counts + 224, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoOfOne(in TablePatches patches, byte* weights, byte* tables, ushort* counts)
    {
        var p = patches.First;
        var walk = new StepWalk(patches, StepsPerFlush);
        for (var add = false; walk.NextFlush(); add = true)
        {
            Vector256<byte> a0 = default, b0 = default;
            for (int n; (n = walk.NextStretch()) > 0;)
            {
                for (var end = p + n; p < end; p++, weights += 2 * Vector256<byte>.Count)
                {
                    var table = Table(tables, *p);
                    a0 += Avx2.Shuffle(table, Vector256.Load(weights));
                    b0 += Avx2.Shuffle(table, Vector256.Load(weights + Vector256<byte>.Count));
                }

                p += walk.Gap;
            }

            Flush(a0, counts, add);
            Flush(b0, counts + 32, add);
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
            Vector256<byte> a0 = default, a1 = default, a2 = default, a3 = default;
            Vector256<byte> a4 = default, a5 = default, a6 = default, a7 = default;
            for (int n; (n = walk.NextStretch()) > 0;)
            {
                for (var end = p + n; p < end; p++, q++, weights += Vector256<byte>.Count)
                {
                    var u = Vector256.Load(weights);
                    a0 += Avx2.Shuffle(Table(tables, *p), u);
                    a1 += Avx2.Shuffle(Table(tables, p[s]), u);
                    a2 += Avx2.Shuffle(Table(tables, p[s2]), u);
                    a3 += Avx2.Shuffle(Table(tables, p[s3]), u);
                    a4 += Avx2.Shuffle(Table(tables, *q), u);
                    a5 += Avx2.Shuffle(Table(tables, q[s]), u);
                    a6 += Avx2.Shuffle(Table(tables, q[s2]), u);
                    a7 += Avx2.Shuffle(Table(tables, q[s3]), u);
                }

                p += walk.Gap;
                q += walk.Gap;
            }

            Flush(a0, counts, add);
            Flush(a1, counts + 32, add);
            Flush(a2, counts + 64, add);
            Flush(a3, counts + 96, add);
            Flush(a4, counts + 128, add);
            Flush(a5, counts + 160, add);
            Flush(a6, counts + 192, add);
            Flush(a7, counts + 224, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneOfOne(in TablePatches patches, byte* weights, byte* tables, ushort* counts)
    {
        var p = patches.First;
        var walk = new StepWalk(patches, StepsPerFlush);
        for (var add = false; walk.NextFlush(); add = true)
        {
            Vector256<byte> a0 = default;
            for (int n; (n = walk.NextStretch()) > 0;)
            {
                for (var end = p + n; p < end; p++, weights += Vector256<byte>.Count)
                    a0 += Avx2.Shuffle(Table(tables, *p), Vector256.Load(weights));
                p += walk.Gap;
            }

            Flush(a0, counts, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Table(byte* tables, byte step) => Avx2.BroadcastVector128ToVector256(tables + step);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Flush(Vector256<byte> sums, ushort* counts, bool add)
    {
        var even = sums.AsUInt16() & Vector256.Create((ushort)byte.MaxValue);
        var odd = sums.AsUInt16() >>> 8;
        if (add)
        {
            even += Vector256.Load(counts);
            odd += Vector256.Load(counts + Vector256<ushort>.Count);
        }

        even.Store(counts);
        odd.Store(counts + Vector256<ushort>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static AlignedArray<byte> MakeTables()
    {
        var tables = new AlignedArray<byte>(16 * 16);
        for (var i = 0; i < tables.Length; i++) tables.Span[i] = (byte)int.PopCount((i / 16) ^ (i % 16));
        return tables;
    }
}
