using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed.Kernels.RealBySigns;

/// <summary>Keeps the 16 sums of a group in one vector: VPERMPS looks those of 16 filters up at once.</summary>
internal sealed unsafe class Avx512SignKernel : SignKernel
{
    private const int Lanes = 16;

    public override string Name => "avx512 sign sums";

    public override int Entry => 16;

    public override int Width(int filters) => filters > Lanes ? 2 * Lanes : Lanes;

    public override int PixelsOf(int count, int width) =>
        count >= MostPixels ? MostPixels : count >= 4 && width > Lanes ? 4 : 1;

    public override void Sum(int pixels, in SignPatches patches, uint* weights, float* sums, int width)
    {
        if (width > Lanes && pixels == MostPixels) Eight(patches, weights, sums);
        else if (width > Lanes && pixels > 1) Four(patches, weights, sums);
        else if (width > Lanes) One(patches, weights, sums);
        else if (pixels == MostPixels) NarrowEight(patches, weights, sums);
        else NarrowOne(patches, weights, sums);
    }

    // Bit i of an entry's place says whether the i-th input has another sign than the fourth.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Prepare(float* numbers, float* entries, int groups)
    {
        var minus = -0f;
        var (a, b, c) = (
            Vector256.Create(0, minus, 0, minus, 0, minus, 0, minus),
            Vector256.Create(0, 0, minus, minus, 0, 0, minus, minus),
            Vector256.Create(0, 0, 0, 0, minus, minus, minus, minus));
        for (; groups > 0; groups--, numbers += Group, entries += 16)
        {
            var sums = ((Spread(numbers) ^ a) + (Spread(numbers + 1) ^ b))
                + ((Spread(numbers + 2) ^ c) + Spread(numbers + 3));
            sums.Store(entries);
            (-sums).Store(entries + 8);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(in SignPatches patches, uint* weights, float* sums)
    {
        nint s = patches.Stride, s2 = 2 * s, s3 = 3 * s;
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector512<float> a4 = default, a5 = default, a6 = default, a7 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default;
        Vector512<float> b4 = default, b5 = default, b6 = default, b7 = default;
        var line = patches.First;
        for (var row = patches.Rows; row > 0; row--, line += patches.RowStride)
        {
            float* p = line, q = p + (4 * s);
            for (var left = patches.RowGroups; left > 0; left -= PerWord, weights += 2 * Lanes)
            {
                Vector512<int> u = Load(weights), v = Load(weights + Lanes);
                for (var end = p + (Math.Min(left, PerWord) * 16); p < end; p += 16, q += 16)
                {
                    var t = Vector512.Load(p);
                    a0 += Look(t, u);
                    b0 += Look(t, v);
                    t = Vector512.Load(p + s);
                    a1 += Look(t, u);
                    b1 += Look(t, v);
                    t = Vector512.Load(p + s2);
                    a2 += Look(t, u);
                    b2 += Look(t, v);
                    t = Vector512.Load(p + s3);
                    a3 += Look(t, u);
                    b3 += Look(t, v);
                    t = Vector512.Load(q);
                    a4 += Look(t, u);
                    b4 += Look(t, v);
                    t = Vector512.Load(q + s);
                    a5 += Look(t, u);
                    b5 += Look(t, v);
                    t = Vector512.Load(q + s2);
                    a6 += Look(t, u);
                    b6 += Look(t, v);
                    t = Vector512.Load(q + s3);
                    a7 += Look(t, u);
                    b7 += Look(t, v);
                    u >>>= Group;
                    v >>>= Group;
                }
            }
        }

        a0.Store(sums);
        b0.Store(sums + 16);
        a1.Store(sums + 32);
        b1.Store(sums + 48);
        a2.Store(sums + 64);
        b2.Store(sums + 80);
        a3.Store(sums + 96);
        b3.Store(sums + 112);
        a4.Store(sums + 128);
        b4.Store(sums + 144);
        a5.Store(sums + 160);
        b5.Store(sums + 176);
        a6.Store(sums + 192);
        b6.Store(sums + 208);
        a7.Store(sums + 224);
        b7.Store(sums + 240);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(in SignPatches patches, uint* weights, float* sums)
    {
        nint s = patches.Stride, s2 = 2 * s, s3 = 3 * s;
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default;
        var line = patches.First;
        for (var row = patches.Rows; row > 0; row--, line += patches.RowStride)
        {
            var p = line;
            for (var left = patches.RowGroups; left > 0; left -= PerWord, weights += 2 * Lanes)
            {
                Vector512<int> u = Load(weights), v = Load(weights + Lanes);
                for (var end = p + (Math.Min(left, PerWord) * 16); p < end; p += 16)
                {
                    var t = Vector512.Load(p);
                    a0 += Look(t, u);
                    b0 += Look(t, v);
                    t = Vector512.Load(p + s);
                    a1 += Look(t, u);
                    b1 += Look(t, v);
                    t = Vector512.Load(p + s2);
                    a2 += Look(t, u);
                    b2 += Look(t, v);
                    t = Vector512.Load(p + s3);
                    a3 += Look(t, u);
                    b3 += Look(t, v);
                    u >>>= Group;
                    v >>>= Group;
                }
            }
        }

        a0.Store(sums);
        b0.Store(sums + 16);
        a1.Store(sums + 32);
        b1.Store(sums + 48);
        a2.Store(sums + 64);
        b2.Store(sums + 80);
        a3.Store(sums + 96);
        b3.Store(sums + 112);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(in SignPatches patches, uint* weights, float* sums)
    {
        Vector512<float> a = default, b = default;
        var line = patches.First;
        for (var row = patches.Rows; row > 0; row--, line += patches.RowStride)
        {
            var p = line;
            for (var left = patches.RowGroups; left > 0; left -= PerWord, weights += 2 * Lanes)
            {
                Vector512<int> u = Load(weights), v = Load(weights + Lanes);
                for (var end = p + (Math.Min(left, PerWord) * 16); p < end; p += 16)
                {
                    var t = Vector512.Load(p);
                    a += Look(t, u);
                    b += Look(t, v);
                    u >>>= Group;
                    v >>>= Group;
                }
            }
        }

        a.Store(sums);
        b.Store(sums + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void NarrowEight(in SignPatches patches, uint* weights, float* sums)
    {
        nint s = patches.Stride, s2 = 2 * s, s3 = 3 * s;
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector512<float> a4 = default, a5 = default, a6 = default, a7 = default;
        var line = patches.First;
        for (var row = patches.Rows; row > 0; row--, line += patches.RowStride)
        {
            float* p = line, q = p + (4 * s);
            for (var left = patches.RowGroups; left > 0; left -= PerWord, weights += Lanes)
            {
                var u = Load(weights);
                for (var end = p + (Math.Min(left, PerWord) * 16); p < end; p += 16, q += 16)
                {
                    a0 += Look(Vector512.Load(p), u);
                    a1 += Look(Vector512.Load(p + s), u);
                    a2 += Look(Vector512.Load(p + s2), u);
                    a3 += Look(Vector512.Load(p + s3), u);
                    a4 += Look(Vector512.Load(q), u);
                    a5 += Look(Vector512.Load(q + s), u);
                    a6 += Look(Vector512.Load(q + s2), u);
                    a7 += Look(Vector512.Load(q + s3), u);
                    u >>>= Group;
                }
            }
        }

        a0.Store(sums);
        a1.Store(sums + 16);
        a2.Store(sums + 32);
        a3.Store(sums + 48);
        a4.Store(sums + 64);
        a5.Store(sums + 80);
        a6.Store(sums + 96);
        a7.Store(sums + 112);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void NarrowOne(in SignPatches patches, uint* weights, float* sums)
    {
        Vector512<float> a = default;
        var line = patches.First;
        for (var row = patches.Rows; row > 0; row--, line += patches.RowStride)
        {
            var p = line;
            for (var left = patches.RowGroups; left > 0; left -= PerWord, weights += Lanes)
            {
                var u = Load(weights);
                for (var end = p + (Math.Min(left, PerWord) * 16); p < end; p += 16)
                {
                    a += Look(Vector512.Load(p), u);
                    u >>>= Group;
                }
            }
        }

        a.Store(sums);
    }

    // VPERMPS takes the low four bits of a lane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Look(Vector512<float> entries, Vector512<int> signs) =>
        Avx512F.PermuteVar16x32(entries, signs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Load(uint* words) => Vector512.Load((int*)words);

    // As an integer, which is spread out while it is loaded.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Spread(float* x) => Vector256.Create(*(int*)x).AsSingle();
}
