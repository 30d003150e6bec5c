using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// Sums of products of numbers for a tile of pixels × filters: each product rounded, then each sum, in the order of the
/// inputs; so the bits are those of the scalar kernel.
/// </summary>
/// <remarks>
/// Never fused: a processor that adds and multiplies side by side loses nothing, and training does not fuse either.
/// Eight sums, two vectors of weights and an input fit into sixteen registers, of 8 numbers or of 16.
/// </remarks>
internal static unsafe class FloatTile
{
    /// <summary>Pixels of a large tile; a small tile has one.</summary>
    public const int Pixels = 4;

    /// <summary>Filters of a narrow tile; a wide one has twice as many.</summary>
    public const int Narrow = 16;

    /// <summary>Filters of a tile for that many filters in all.</summary>
    public static int Width(int filters) => Vector512.IsHardwareAccelerated && filters > Narrow ? 2 * Narrow : Narrow;

    /// <summary>Adds to the sums of a tile.</summary>
    /// <param name="pixels"><see cref="Pixels"/> or 1.</param>
    /// <param name="input">Inputs of the first pixel; the next's lie <paramref name="stride"/> numbers on.</param>
    /// <param name="stride">Numbers from a pixel's inputs to the next pixel's.</param>
    /// <param name="weights">For each input a weight of each filter.</param>
    /// <param name="count">Inputs.</param>
    /// <param name="sums">A sum a filter and pixel.</param>
    /// <param name="width">Filters of the tile.</param>
    public static void Add(int pixels, float* input, nint stride, float* weights, int count, float* sums, int width)
    {
        if (width > Narrow && pixels == Pixels) Wide(input, stride, weights, count, sums);
        else if (width > Narrow) WideOne(input, weights, count, sums);
        else if (pixels == Pixels) Large(input, stride, weights, count, sums);
        else Small(input, weights, count, sums);
    }

    private static void Large(float* x0, nint stride, float* weights, int count, float* sums)
    {
        float* x1 = x0 + stride, x2 = x1 + stride, x3 = x2 + stride;
        Vector256<float> s00 = Vector256.Load(sums), s01 = Vector256.Load(sums + 8);
        Vector256<float> s10 = Vector256.Load(sums + 16), s11 = Vector256.Load(sums + 24);
        Vector256<float> s20 = Vector256.Load(sums + 32), s21 = Vector256.Load(sums + 40);
        Vector256<float> s30 = Vector256.Load(sums + 48), s31 = Vector256.Load(sums + 56);
        for (var i = 0; i < count; i++, weights += Narrow)
        {
            Vector256<float> w0 = Vector256.Load(weights), w1 = Vector256.Load(weights + 8);
            var x = Vector256.Create(x0[i]);
            s00 += x * w0;
            s01 += x * w1;
            x = Vector256.Create(x1[i]);
            s10 += x * w0;
            s11 += x * w1;
            x = Vector256.Create(x2[i]);
            s20 += x * w0;
            s21 += x * w1;
            x = Vector256.Create(x3[i]);
            s30 += x * w0;
            s31 += x * w1;
        }

        s00.Store(sums);
        s01.Store(sums + 8);
        s10.Store(sums + 16);
        s11.Store(sums + 24);
        s20.Store(sums + 32);
        s21.Store(sums + 40);
        s30.Store(sums + 48);
        s31.Store(sums + 56);
    }

    private static void Small(float* x0, float* weights, int count, float* sums)
    {
        Vector256<float> s00 = Vector256.Load(sums), s01 = Vector256.Load(sums + 8);
        for (var i = 0; i < count; i++, weights += Narrow)
        {
            Vector256<float> w0 = Vector256.Load(weights), w1 = Vector256.Load(weights + 8);
            var x = Vector256.Create(x0[i]);
            s00 += x * w0;
            s01 += x * w1;
        }

        s00.Store(sums);
        s01.Store(sums + 8);
    }

    private static void Wide(float* x0, nint stride, float* weights, int count, float* sums)
    {
        float* x1 = x0 + stride, x2 = x1 + stride, x3 = x2 + stride;
        Vector512<float> s00 = Vector512.Load(sums), s01 = Vector512.Load(sums + 16);
        Vector512<float> s10 = Vector512.Load(sums + 32), s11 = Vector512.Load(sums + 48);
        Vector512<float> s20 = Vector512.Load(sums + 64), s21 = Vector512.Load(sums + 80);
        Vector512<float> s30 = Vector512.Load(sums + 96), s31 = Vector512.Load(sums + 112);
        for (var i = 0; i < count; i++, weights += 2 * Narrow)
        {
            Vector512<float> w0 = Vector512.Load(weights), w1 = Vector512.Load(weights + 16);
            var x = Vector512.Create(x0[i]);
            s00 += x * w0;
            s01 += x * w1;
            x = Vector512.Create(x1[i]);
            s10 += x * w0;
            s11 += x * w1;
            x = Vector512.Create(x2[i]);
            s20 += x * w0;
            s21 += x * w1;
            x = Vector512.Create(x3[i]);
            s30 += x * w0;
            s31 += x * w1;
        }

        s00.Store(sums);
        s01.Store(sums + 16);
        s10.Store(sums + 32);
        s11.Store(sums + 48);
        s20.Store(sums + 64);
        s21.Store(sums + 80);
        s30.Store(sums + 96);
        s31.Store(sums + 112);
    }

    private static void WideOne(float* x0, float* weights, int count, float* sums)
    {
        Vector512<float> s00 = Vector512.Load(sums), s01 = Vector512.Load(sums + 16);
        for (var i = 0; i < count; i++, weights += 2 * Narrow)
        {
            Vector512<float> w0 = Vector512.Load(weights), w1 = Vector512.Load(weights + 16);
            var x = Vector512.Create(x0[i]);
            s00 += x * w0;
            s01 += x * w1;
        }

        s00.Store(sums);
        s01.Store(sums + 16);
    }
}
