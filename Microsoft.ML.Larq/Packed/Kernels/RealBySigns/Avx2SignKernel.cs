using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed.Kernels.RealBySigns;

/// <summary>
/// Keeps the eight sums of a group in which the fourth input is added: VPERMPS looks those of eight filters up at once,
/// and an exclusive or gives them the fourth's sign.
/// </summary>
internal sealed unsafe class Avx2SignKernel : SignKernel
{
    private const int Lanes = 8;

    public override string Name => "avx2 sign sums";

    public override int Entry => 8;

    public override int Width(int filters) => 2 * Lanes;

    public override int PixelsOf(int count, int width) => count >= 4 ? 4 : 1;

    public override void Sum(int pixels, in SignPatches patches, uint* weights, float* sums, int width)
    {
        if (pixels > 1) Four(patches, weights, sums);
        else One(patches, weights, sums);
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
        for (; groups > 0; groups--, numbers += Group, entries += Lanes)
        {
            var sums = ((Spread(numbers) ^ a) + (Spread(numbers + 1) ^ b))
                + ((Spread(numbers + 2) ^ c) + Spread(numbers + 3));
            sums.Store(entries);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(in SignPatches patches, uint* weights, float* sums)
    {
        nint s = patches.Stride, s2 = 2 * s, s3 = 3 * s;
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector256<float> b0 = default, b1 = default, b2 = default, b3 = default;
        var line = patches.First;
        for (var row = patches.Rows; row > 0; row--, line += patches.RowStride)
        {
            var p = line;
            for (var left = patches.RowGroups; left > 0; left -= PerWord, weights += 2 * Lanes)
            {
                Vector256<int> u = Load(weights), v = Load(weights + Lanes);
                for (var end = p + (Math.Min(left, PerWord) * Lanes); p < end; p += Lanes)
                {
                    Vector256<float> x = Sign(u), y = Sign(v);
                    var t = Vector256.Load(p);
                    a0 += Look(t, u) ^ x;
                    b0 += Look(t, v) ^ y;
                    t = Vector256.Load(p + s);
                    a1 += Look(t, u) ^ x;
                    b1 += Look(t, v) ^ y;
                    t = Vector256.Load(p + s2);
                    a2 += Look(t, u) ^ x;
                    b2 += Look(t, v) ^ y;
                    t = Vector256.Load(p + s3);
                    a3 += Look(t, u) ^ x;
                    b3 += Look(t, v) ^ y;
                    u >>>= Group;
                    v >>>= Group;
                }
            }
        }

        a0.Store(sums);
        b0.Store(sums + 8);
        a1.Store(sums + 16);
        b1.Store(sums + 24);
        a2.Store(sums + 32);
        b2.Store(sums + 40);
        a3.Store(sums + 48);
        b3.Store(sums + 56);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(in SignPatches patches, uint* weights, float* sums)
    {
        Vector256<float> a = default, b = default;
        var line = patches.First;
        for (var row = patches.Rows; row > 0; row--, line += patches.RowStride)
        {
            var p = line;
            for (var left = patches.RowGroups; left > 0; left -= PerWord, weights += 2 * Lanes)
            {
                Vector256<int> u = Load(weights), v = Load(weights + Lanes);
                for (var end = p + (Math.Min(left, PerWord) * Lanes); p < end; p += Lanes)
                {
                    var t = Vector256.Load(p);
                    a += Look(t, u) ^ Sign(u);
                    b += Look(t, v) ^ Sign(v);
                    u >>>= Group;
                    v >>>= Group;
                }
            }
        }

        a.Store(sums);
        b.Store(sums + 8);
    }

    // VPERMPS takes the low three bits of a lane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Look(Vector256<float> entries, Vector256<int> signs) =>
        Avx2.PermuteVar8x32(entries, signs);

    // The fourth input's sign, at the bit where a number has its own.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Sign(Vector256<int> signs) =>
        ((signs << 28) & Vector256.Create(int.MinValue)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Load(uint* words) => Vector256.Load((int*)words);

    // As an integer, which is spread out while it is loaded.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Spread(float* x) => Vector256.Create(*(int*)x).AsSingle();
}
