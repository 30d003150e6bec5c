using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Larq.Packed.Kernels.Widths;

namespace Microsoft.ML.Larq.Packed.Kernels.Float;

/// <summary>
/// Sums of products of numbers for a tile of pixels × filters: each product rounded, then each sum, in the order of the
/// inputs; so the bits are those of the scalar kernel.
/// </summary>
/// <remarks>
/// Never fused: a processor that adds and multiplies side by side loses nothing, and training does not fuse either.
/// Eight sums, two vectors of weights and an input fit into sixteen registers; sixteen sums into the 32 of 16 numbers.
/// </remarks>
internal static unsafe class FloatTile
{
    /// <summary>Pixels of a large tile; a small tile has one.</summary>
    public const int Pixels = 4;

    /// <summary>Pixels of the largest tile, which is wide.</summary>
    public const int MostPixels = 8;

    /// <summary>Filters of a narrow tile; a wide one has twice as many.</summary>
    public const int Narrow = 16;

    /// <summary>Filters of a tile for that many filters in all.</summary>
    /// <typeparam name="TWidth">How wide the kernel set is.</typeparam>
    public static int Width<TWidth>(int filters)
        where TWidth : struct, IVectorWidth => TWidth.HasSixteen && filters > Narrow ? 2 * Narrow : Narrow;

    /// <summary>Pixels of a tile, given how many there are and how wide it is.</summary>
    public static int PixelsOf(int count, int width) =>
        width > Narrow && count >= MostPixels ? MostPixels : count >= Pixels ? Pixels : 1;

    /// <summary>Sums for a tile.</summary>
    /// <param name="pixels"><see cref="MostPixels"/> where wide, <see cref="Pixels"/> or 1.</param>
    /// <param name="input">Inputs of the first pixel; the next's lie <paramref name="stride"/> numbers on.</param>
    /// <param name="stride">Numbers from a pixel's inputs to the next pixel's.</param>
    /// <param name="weights">For each input a weight of each filter.</param>
    /// <param name="count">Inputs.</param>
    /// <param name="sums">One sum for each pixel and filter.</param>
    /// <param name="width">Filters of the tile.</param>
    public static void Sum(int pixels, float* input, nint stride, float* weights, int count, float* sums, int width)
    {
        if (width > Narrow && pixels == MostPixels) Eight(input, stride, weights, count, sums);
        else if (width > Narrow && pixels == Pixels) Wide(input, stride, weights, count, sums);
        else if (width > Narrow) WideOne(input, weights, count, sums);
        else if (pixels == Pixels) Large(input, stride, weights, count, sums);
        else Small(input, weights, count, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Large(float* x0, nint stride, float* weights, int count, float* sums)
    {
        float* x1 = x0 + stride, x2 = x1 + stride, x3 = x2 + stride;
        Vector256<float> s00 = default, s01 = default;
        Vector256<float> s10 = default, s11 = default;
        Vector256<float> s20 = default, s21 = default;
        Vector256<float> s30 = default, s31 = default;
        for (var i = 0; i < count; i++, weights += Narrow)
        {
            Vector256<float> w0 = Vector256.Load(weights), w1 = Vector256.Load(weights + 8);
            var x = Spread256(x0 + i);
            s00 += x * w0;
            s01 += x * w1;
            x = Spread256(x1 + i);
            s10 += x * w0;
            s11 += x * w1;
            x = Spread256(x2 + i);
            s20 += x * w0;
            s21 += x * w1;
            x = Spread256(x3 + i);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Small(float* x0, float* weights, int count, float* sums)
    {
        Vector256<float> s00 = default, s01 = default;
        for (var i = 0; i < count; i++, weights += Narrow)
        {
            Vector256<float> w0 = Vector256.Load(weights), w1 = Vector256.Load(weights + 8);
            var x = Spread256(x0 + i);
            s00 += x * w0;
            s01 += x * w1;
        }

        s00.Store(sums);
        s01.Store(sums + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wide(float* x0, nint stride, float* weights, int count, float* sums)
    {
        float* x1 = x0 + stride, x2 = x1 + stride, x3 = x2 + stride;
        Vector512<float> s00 = default, s01 = default;
        Vector512<float> s10 = default, s11 = default;
        Vector512<float> s20 = default, s21 = default;
        Vector512<float> s30 = default, s31 = default;
        for (var i = 0; i < count; i++, weights += 2 * Narrow)
        {
            Vector512<float> w0 = Vector512.Load(weights), w1 = Vector512.Load(weights + 16);
            var x = Spread512(x0 + i);
            s00 += x * w0;
            s01 += x * w1;
            x = Spread512(x1 + i);
            s10 += x * w0;
            s11 += x * w1;
            x = Spread512(x2 + i);
            s20 += x * w0;
            s21 += x * w1;
            x = Spread512(x3 + i);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(float* p, nint s, float* weights, int count, float* sums)
    {
        nint s2 = 2 * s, s3 = 3 * s;
        var q = p + (4 * s);
        Vector512<float> a0 = default, b0 = default;
        Vector512<float> a1 = default, b1 = default;
        Vector512<float> a2 = default, b2 = default;
        Vector512<float> a3 = default, b3 = default;
        Vector512<float> a4 = default, b4 = default;
        Vector512<float> a5 = default, b5 = default;
        Vector512<float> a6 = default, b6 = default;
        Vector512<float> a7 = default, b7 = default;
        for (var end = p + count; p < end; p++, q++, weights += 2 * Narrow)
        {
            Vector512<float> w0 = Vector512.Load(weights), w1 = Vector512.Load(weights + 16);
            var x = Spread512(p);
            a0 += x * w0;
            b0 += x * w1;
            x = Spread512(p + s);
            a1 += x * w0;
            b1 += x * w1;
            x = Spread512(p + s2);
            a2 += x * w0;
            b2 += x * w1;
            x = Spread512(p + s3);
            a3 += x * w0;
            b3 += x * w1;
            x = Spread512(q);
            a4 += x * w0;
            b4 += x * w1;
            x = Spread512(q + s);
            a5 += x * w0;
            b5 += x * w1;
            x = Spread512(q + s2);
            a6 += x * w0;
            b6 += x * w1;
            x = Spread512(q + s3);
            a7 += x * w0;
            b7 += x * w1;
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
    private static void WideOne(float* x0, float* weights, int count, float* sums)
    {
        Vector512<float> s00 = default, s01 = default;
        for (var i = 0; i < count; i++, weights += 2 * Narrow)
        {
            Vector512<float> w0 = Vector512.Load(weights), w1 = Vector512.Load(weights + 16);
            var x = Spread512(x0 + i);
            s00 += x * w0;
            s01 += x * w1;
        }

        s00.Store(sums);
        s01.Store(sums + 16);
    }

    // As an integer: Zen 4 spreads a single-precision number out on the pipes that add, an integer while it loads it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Spread256(float* x) => Vector256.Create(*(int*)x).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Spread512(float* x) => Vector512.Create(*(int*)x).AsSingle();
}
