using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Larq.Packed.Kernels.Widths;

namespace Microsoft.ML.Larq.Packed.Kernels.Sums;

/// <summary>Makes numbers of counts: signs − 2·count, then the steps of a <see cref="SumFinish"/>.</summary>
/// <typeparam name="TWidth">How wide the loops run.</typeparam>
/// <remarks>
/// A product and the sum after it are rounded twice, as in training: a fused multiply-add would flip signs near a
/// threshold. What is left of the filters after whole vectors goes number by number.
/// </remarks>
internal static unsafe class CountsToNumbers<TWidth>
    where TWidth : struct, IVectorWidth
{
    private const int ManyFilters = 128;
    private const int Together = 4;

    /// <summary>Finishes some filters of some pixels.</summary>
    /// <param name="finish">The steps.</param>
    /// <param name="tile">The counts.</param>
    /// <param name="signs">Signs that were compared.</param>
    /// <param name="pixel">Where the first pixel's first filter goes.</param>
    /// <param name="stride">Bytes from a pixel to the next.</param>
    /// <param name="shortcut">Bytes from a number to what is added to it last; 0 for nothing.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write<TCount>(
        SumFinish finish, in CountTile<TCount> tile, int signs, byte* pixel, nint stride, nint shortcut)
        where TCount : unmanaged
    {
        // Of many filters few pixels at a time, lest the lines of all that are written to are too many for the cache.
        if (tile.Filters >= ManyFilters && tile.Pixels > Together)
        {
            for (int p = 0, some; p < tile.Pixels; p += some, pixel += some * stride)
            {
                some = Math.Min(Together, tile.Pixels - p);
                Write(finish, tile.Some(p, some), signs, pixel, stride, shortcut);
            }

            return;
        }

        var i = 0;
        if (finish.IsScaleAlone)
        {
            if (TWidth.HasSixteen) i = ScaleSixteen(finish, tile, signs, pixel, stride, shortcut);
            i = ScaleEight(finish, tile, i, signs, pixel, stride, shortcut);
        }
        else if (finish.Clamps)
        {
            if (TWidth.HasSixteen) i = Sixteen(finish, tile, signs, pixel, stride, shortcut);
            i = Eight(finish, tile, i, signs, pixel, stride, shortcut);
        }

        for (; i < tile.Filters; i++)
        {
            for (var p = 0; p < tile.Pixels; p++)
            {
                var count = tile.Load(p, i);
                var to = (float*)(pixel + (p * stride)) + tile.Filter + i;
                *to = finish.One(signs - count - count, tile.Filter + i);
                if (shortcut != 0) *to += *(float*)((byte*)to + shortcut);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Sixteen<TCount>(
        SumFinish finish, in CountTile<TCount> tile, int signs, byte* pixel, nint stride, nint shortcut)
        where TCount : unmanaged
    {
        var (i, filter, filters) = (0, tile.Filter, tile.Filters);
        var counts = tile.Counts;
        var (width, pixels, factor, activates) = (tile.Width, tile.Pixels, finish.Factor, finish.Activates);
        var (centers, units, bias, scale) = (finish.Centers, finish.Units, finish.Bias, finish.Scale);
        ref var centre = ref MemoryMarshal.GetArrayDataReference(centers);
        ref var unit = ref MemoryMarshal.GetArrayDataReference(units);
        ref var add = ref MemoryMarshal.GetArrayDataReference(bias);
        ref var times = ref MemoryMarshal.GetArrayDataReference(scale);
        ref var plus = ref MemoryMarshal.GetArrayDataReference(finish.Offset);
        var (centred, worth, adds, scales) = (centers.Length > 0, units.Length > 0, bias.Length > 0, scale.Length > 0);
        var (low, high) = (Vector512.Create(finish.Low), Vector512.Create(finish.High));
        for (; i <= filters - 16; i += 16)
        {
            var at = (nuint)(filter + i);
            var c = centred ? Vector512.LoadUnsafe(ref centre, at) : default;
            var u = worth ? Vector512.LoadUnsafe(ref unit, at) : default;
            var b = adds ? Vector512.LoadUnsafe(ref add, at) : default;
            var s = scales ? Vector512.LoadUnsafe(ref times, at) : default;
            var o = scales ? Vector512.LoadUnsafe(ref plus, at) : default;
            var from = counts + i;
            var to = pixel + ((filter + i) * sizeof(float));
            for (var p = 0; p < pixels; p++, to += stride, from += width)
            {
                var count = CountTile<TCount>.Load16<TWidth>(from);
                var x = Vector512.ConvertToSingle(Vector512.Create(signs) - count - count);
                if (factor != 1) x *= factor;
                if (centred) x += c;
                if (worth) x *= u;
                if (adds) x += b;
                if (activates) x = Vector512.Min(Vector512.Max(x, low), high);
                if (scales) x = (x * s) + o;
                if (shortcut != 0) x += Vector512.Load((float*)(to + shortcut));
                x.Store((float*)to);
            }
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Eight<TCount>(
        SumFinish finish, in CountTile<TCount> tile, int i, int signs, byte* pixel, nint stride, nint shortcut)
        where TCount : unmanaged
    {
        var (filter, filters) = (tile.Filter, tile.Filters);
        var counts = tile.Counts;
        var (width, pixels, factor, activates) = (tile.Width, tile.Pixels, finish.Factor, finish.Activates);
        var (centers, units, bias, scale) = (finish.Centers, finish.Units, finish.Bias, finish.Scale);
        ref var centre = ref MemoryMarshal.GetArrayDataReference(centers);
        ref var unit = ref MemoryMarshal.GetArrayDataReference(units);
        ref var add = ref MemoryMarshal.GetArrayDataReference(bias);
        ref var times = ref MemoryMarshal.GetArrayDataReference(scale);
        ref var plus = ref MemoryMarshal.GetArrayDataReference(finish.Offset);
        var (centred, worth, adds, scales) = (centers.Length > 0, units.Length > 0, bias.Length > 0, scale.Length > 0);
        var (low, high) = (Vector256.Create(finish.Low), Vector256.Create(finish.High));
        for (; i <= filters - 8; i += 8)
        {
            var at = (nuint)(filter + i);
            var c = centred ? Vector256.LoadUnsafe(ref centre, at) : default;
            var u = worth ? Vector256.LoadUnsafe(ref unit, at) : default;
            var b = adds ? Vector256.LoadUnsafe(ref add, at) : default;
            var s = scales ? Vector256.LoadUnsafe(ref times, at) : default;
            var o = scales ? Vector256.LoadUnsafe(ref plus, at) : default;
            var from = counts + i;
            var to = pixel + ((filter + i) * sizeof(float));
            for (var p = 0; p < pixels; p++, to += stride, from += width)
            {
                var count = CountTile<TCount>.Load8<TWidth>(from);
                var x = Vector256.ConvertToSingle(Vector256.Create(signs) - count - count);
                if (factor != 1) x *= factor;
                if (centred) x += c;
                if (worth) x *= u;
                if (adds) x += b;
                if (activates) x = Vector256.Min(Vector256.Max(x, low), high);
                if (scales) x = (x * s) + o;
                if (shortcut != 0) x += Vector256.Load((float*)(to + shortcut));
                x.Store((float*)to);
            }
        }

        return i;
    }

    // The usual steps, without asking for the others every time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ScaleSixteen<TCount>(
        SumFinish finish, in CountTile<TCount> tile, int signs, byte* pixel, nint stride, nint shortcut)
        where TCount : unmanaged
    {
        var (i, filter, filters) = (0, tile.Filter, tile.Filters);
        var counts = tile.Counts;
        var (width, pixels) = (tile.Width, tile.Pixels);
        ref var times = ref MemoryMarshal.GetArrayDataReference(finish.Scale);
        ref var plus = ref MemoryMarshal.GetArrayDataReference(finish.Offset);
        for (; i <= filters - 16; i += 16)
        {
            var s = Vector512.LoadUnsafe(ref times, (nuint)(filter + i));
            var o = Vector512.LoadUnsafe(ref plus, (nuint)(filter + i));
            var from = counts + i;
            var to = pixel + ((filter + i) * sizeof(float));
            for (var p = 0; p < pixels; p++, to += stride, from += width)
            {
                var count = CountTile<TCount>.Load16<TWidth>(from);
                var x = (Vector512.ConvertToSingle(Vector512.Create(signs) - count - count) * s) + o;
                if (shortcut != 0) x += Vector512.Load((float*)(to + shortcut));
                x.Store((float*)to);
            }
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ScaleEight<TCount>(
        SumFinish finish, in CountTile<TCount> tile, int i, int signs, byte* pixel, nint stride, nint shortcut)
        where TCount : unmanaged
    {
        var (filter, filters) = (tile.Filter, tile.Filters);
        var counts = tile.Counts;
        var (width, pixels) = (tile.Width, tile.Pixels);
        ref var times = ref MemoryMarshal.GetArrayDataReference(finish.Scale);
        ref var plus = ref MemoryMarshal.GetArrayDataReference(finish.Offset);
        for (; i <= filters - 8; i += 8)
        {
            var s = Vector256.LoadUnsafe(ref times, (nuint)(filter + i));
            var o = Vector256.LoadUnsafe(ref plus, (nuint)(filter + i));
            var from = counts + i;
            var to = pixel + ((filter + i) * sizeof(float));
            for (var p = 0; p < pixels; p++, to += stride, from += width)
            {
                var count = CountTile<TCount>.Load8<TWidth>(from);
                var x = (Vector256.ConvertToSingle(Vector256.Create(signs) - count - count) * s) + o;
                if (shortcut != 0) x += Vector256.Load((float*)(to + shortcut));
                x.Store((float*)to);
            }
        }

        return i;
    }
}
