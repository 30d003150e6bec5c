using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Packed.Kernels.RealBySigns;

/// <summary>
/// Keeps a group's inputs as they are, and adds and subtracts them: for vectors that look nothing up.
/// </summary>
internal sealed unsafe class PlainSignKernel : SignKernel
{
    private const int Lanes = 4;

    public override string Name => "plain sign sums";

    public override int Entry => Group;

    public override int Width(int filters) => 2 * Lanes;

    public override int PixelsOf(int count, int width) => count >= 4 ? 4 : 1;

    public override void Sum(int pixels, in SignPatches patches, uint* weights, float* sums, int width)
    {
        if (pixels > 1) Four(patches, weights, sums);
        else One(patches, weights, sums);
    }

    protected override void Prepare(float* numbers, float* entries, int groups) =>
        new ReadOnlySpan<float>(numbers, groups * Group).CopyTo(new Span<float>(entries, groups * Group));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(in SignPatches patches, uint* weights, float* sums)
    {
        nint s = patches.Stride, s2 = 2 * s, s3 = 3 * s;
        Vector128<float> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector128<float> b0 = default, b1 = default, b2 = default, b3 = default;
        var line = patches.First;
        for (var row = patches.Rows; row > 0; row--, line += patches.RowStride)
        {
            var p = line;
            for (var left = patches.RowGroups; left > 0; left -= PerWord, weights += 2 * Lanes)
            {
                Vector128<uint> u = Vector128.Load(weights), v = Vector128.Load(weights + Lanes);
                for (var end = p + (Math.Min(left, PerWord) * Group); p < end; p += Group)
                {
                    Signs x = new(u), y = new(v);
                    a0 += x.Sum(p);
                    b0 += y.Sum(p);
                    a1 += x.Sum(p + s);
                    b1 += y.Sum(p + s);
                    a2 += x.Sum(p + s2);
                    b2 += y.Sum(p + s2);
                    a3 += x.Sum(p + s3);
                    b3 += y.Sum(p + s3);
                    u >>>= Group;
                    v >>>= Group;
                }
            }
        }

        a0.Store(sums);
        b0.Store(sums + 4);
        a1.Store(sums + 8);
        b1.Store(sums + 12);
        a2.Store(sums + 16);
        b2.Store(sums + 20);
        a3.Store(sums + 24);
        b3.Store(sums + 28);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(in SignPatches patches, uint* weights, float* sums)
    {
        Vector128<float> a = default, b = default;
        var line = patches.First;
        for (var row = patches.Rows; row > 0; row--, line += patches.RowStride)
        {
            var p = line;
            for (var left = patches.RowGroups; left > 0; left -= PerWord, weights += 2 * Lanes)
            {
                Vector128<uint> u = Vector128.Load(weights), v = Vector128.Load(weights + Lanes);
                for (var end = p + (Math.Min(left, PerWord) * Group); p < end; p += Group)
                {
                    a += new Signs(u).Sum(p);
                    b += new Signs(v).Sum(p);
                    u >>>= Group;
                    v >>>= Group;
                }
            }
        }

        a.Store(sums);
        b.Store(sums + 4);
    }

    /// <summary>The signs of a group for four filters, in the place of a number's sign.</summary>
    private readonly struct Signs(Vector128<uint> signs)
    {
        private readonly Vector128<float> _a = Sign(signs << 31);
        private readonly Vector128<float> _b = Sign(signs << 30);
        private readonly Vector128<float> _c = Sign(signs << 29);
        private readonly Vector128<float> _all = Sign(signs << 28);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector128<float> Sum(float* x)
        {
            var first = (Vector128.Create(x[0]) ^ _a) + (Vector128.Create(x[1]) ^ _b);
            return (first + ((Vector128.Create(x[2]) ^ _c) + Vector128.Create(x[3]))) ^ _all;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<float> Sign(Vector128<uint> signs) =>
            (signs & Vector128.Create(0x8000_0000)).AsSingle();
    }
}
