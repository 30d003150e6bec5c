using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Larq.Packed.Kernels.Widths;

namespace Microsoft.ML.Larq.Packed.Kernels.Sums;

/// <summary>Takes the steps of a <see cref="SumFinish"/> on sums of the numbers themselves.</summary>
/// <typeparam name="TWidth">How wide the loops run.</typeparam>
/// <remarks>Such sums stand for themselves: there is no factor and no centre.</remarks>
internal static unsafe class SumsToNumbers<TWidth>
    where TWidth : struct, IVectorWidth
{
    /// <summary>Finishes some filters of some pixels.</summary>
    /// <param name="finish">The steps.</param>
    /// <param name="sums">The sums, one line for each pixel.</param>
    /// <param name="width">Numbers of a line.</param>
    /// <param name="pixels">Pixels.</param>
    /// <param name="filter">The first filter.</param>
    /// <param name="filters">How many of a line's numbers are filters.</param>
    /// <param name="pixel">Where the first pixel's first filter goes.</param>
    /// <param name="stride">Numbers from a pixel to the next.</param>
    /// <param name="shortcut">Numbers from one of them to what is added to it last; 0 for nothing.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(
        SumFinish finish, float* sums, int width, int pixels, int filter, int filters, float* pixel, nint stride,
        nint shortcut)
    {
        var i = 0;
        for (; TWidth.HasSixteen && finish.Clamps && i <= filters - 16; i += 16)
            Sixteen(finish, sums + i, width, pixels, filter + i, pixel + filter + i, stride, shortcut);
        for (; finish.Clamps && i <= filters - 8; i += 8)
            Eight(finish, sums + i, width, pixels, filter + i, pixel + filter + i, stride, shortcut);
        for (; i < filters; i++)
        {
            var to = pixel + filter + i;
            for (var p = 0; p < pixels; p++, to += stride)
            {
                var x = finish.One(sums[(p * width) + i], filter + i);
                *to = shortcut == 0 ? x : x + to[shortcut];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sixteen(
        SumFinish finish, float* sums, int width, int pixels, int filter, float* to, nint stride, nint shortcut)
    {
        var (units, bias, scale, activates) = (finish.Units, finish.Bias, finish.Scale, finish.Activates);
        var (worth, adds, scales) = (units.Length > 0, bias.Length > 0, scale.Length > 0);
        var u = worth ? Vector512.LoadUnsafe(ref units[0], (nuint)filter) : default;
        var b = adds ? Vector512.LoadUnsafe(ref bias[0], (nuint)filter) : default;
        var s = scales ? Vector512.LoadUnsafe(ref scale[0], (nuint)filter) : default;
        var o = scales ? Vector512.LoadUnsafe(ref finish.Offset[0], (nuint)filter) : default;
        var (low, high) = (Vector512.Create(finish.Low), Vector512.Create(finish.High));
        for (var p = 0; p < pixels; p++, sums += width, to += stride)
        {
            var x = Vector512.Load(sums);
            if (worth) x *= u;
            if (adds) x += b;
            if (activates) x = Vector512.Min(Vector512.Max(x, low), high);
            if (scales) x = (x * s) + o;
            if (shortcut != 0) x += Vector512.Load(to + shortcut);
            x.Store(to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(
        SumFinish finish, float* sums, int width, int pixels, int filter, float* to, nint stride, nint shortcut)
    {
        var (units, bias, scale, activates) = (finish.Units, finish.Bias, finish.Scale, finish.Activates);
        var (worth, adds, scales) = (units.Length > 0, bias.Length > 0, scale.Length > 0);
        var u = worth ? Vector256.LoadUnsafe(ref units[0], (nuint)filter) : default;
        var b = adds ? Vector256.LoadUnsafe(ref bias[0], (nuint)filter) : default;
        var s = scales ? Vector256.LoadUnsafe(ref scale[0], (nuint)filter) : default;
        var o = scales ? Vector256.LoadUnsafe(ref finish.Offset[0], (nuint)filter) : default;
        var (low, high) = (Vector256.Create(finish.Low), Vector256.Create(finish.High));
        for (var p = 0; p < pixels; p++, sums += width, to += stride)
        {
            var x = Vector256.Load(sums);
            if (worth) x *= u;
            if (adds) x += b;
            if (activates) x = Vector256.Min(Vector256.Max(x, low), high);
            if (scales) x = (x * s) + o;
            if (shortcut != 0) x += Vector256.Load(to + shortcut);
            x.Store(to);
        }
    }
}
