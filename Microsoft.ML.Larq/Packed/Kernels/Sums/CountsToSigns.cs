using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Larq.Packed.Kernels.Widths;

namespace Microsoft.ML.Larq.Packed.Kernels.Sums;

/// <summary>Makes signs of counts: compares signs − 2·count with thresholds.</summary>
/// <typeparam name="TWidth">How wide the loops run.</typeparam>
/// <remarks>Filters start at a multiple of eight: those of a group that writes signs are one.</remarks>
internal static unsafe class CountsToSigns<TWidth>
    where TWidth : struct, IVectorWidth
{
    /// <summary>The signs of some filters of some pixels.</summary>
    /// <param name="thresholds">The thresholds.</param>
    /// <param name="tile">The counts.</param>
    /// <param name="signs">Signs that were compared.</param>
    /// <param name="pixel">Where the first pixel's first filter goes.</param>
    /// <param name="stride">Bytes from a pixel to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write<TCount>(
        SumThresholds thresholds, in CountTile<TCount> tile, int signs, byte* pixel, nint stride)
        where TCount : unmanaged
    {
        var (i, filter, filters) = (0, tile.Filter, tile.Filters);
        var counts = tile.Counts;
        var (width, pixels) = (tile.Width, tile.Pixels);
        ref var least = ref MemoryMarshal.GetReference(thresholds.Least);
        var flips = thresholds.Flips;
        for (; TWidth.HasSixteen && i <= filters - 16; i += 16)
        {
            var limits = Vector512.LoadUnsafe(ref least, (nuint)(filter + i));
            var flip = flips[(filter + i) / 8] | ((uint)flips[((filter + i) / 8) + 1] << 8);
            var from = counts + i;
            var to = pixel + ((filter + i) / 8);
            for (var p = 0; p < pixels; p++, to += stride, from += width)
            {
                var count = CountTile<TCount>.Load16<TWidth>(from);
                var sums = Vector512.Create(signs) - count - count;
                var negative = (uint)Vector512.LessThan(sums, limits).ExtractMostSignificantBits();
                *(ushort*)to = (ushort)(negative ^ flip);
            }
        }

        for (; i < filters; i += 8)
        {
            var limits = Vector256.LoadUnsafe(ref least, (nuint)(filter + i));
            uint flip = flips[(filter + i) / 8];
            var from = counts + i;
            var to = pixel + ((filter + i) / 8);
            for (var p = 0; p < pixels; p++, to += stride, from += width)
            {
                var count = CountTile<TCount>.Load8<TWidth>(from);
                var sums = Vector256.Create(signs) - count - count;
                *to = (byte)(TWidth.Bits(Vector256.LessThan(sums, limits)) ^ flip);
            }
        }
    }
}
