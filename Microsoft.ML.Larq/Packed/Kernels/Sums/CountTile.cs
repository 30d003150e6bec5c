using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Larq.Packed.Kernels.Widths;

namespace Microsoft.ML.Larq.Packed.Kernels.Sums;

/// <summary>For each pixel and filter of a tile, in how many signs they differ.</summary>
/// <param name="counts">
/// One line for each pixel. After the filters, up to a multiple of 8, memory can be read and holds anything.
/// </param>
/// <param name="width">Counts of a line.</param>
/// <param name="pixels">Pixels.</param>
/// <param name="filter">The first filter.</param>
/// <param name="filters">How many of a line's counts are filters.</param>
internal readonly unsafe struct CountTile<TCount>(TCount* counts, int width, int pixels, int filter, int filters)
    where TCount : unmanaged
{
    public readonly TCount* Counts = counts;
    public readonly int Width = width;
    public readonly int Pixels = pixels;
    public readonly int Filter = filter;
    public readonly int Filters = filters;

    /// <summary>Some pixels alone.</summary>
    public CountTile<TCount> Some(int pixel, int count) =>
        new(Counts + (pixel * Width), Width, count, Filter, Filters);

    public Span<TCount> Line(int pixel) => new(Counts + (pixel * Width), Filters);

    /// <summary>Sixteen counts as 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Load16<TWidth>(TCount* from)
        where TWidth : struct, IVectorWidth
    {
        if (typeof(TCount) == typeof(int)) return Vector512.Load((int*)from);
        return typeof(TCount) == typeof(byte) ? TWidth.Sixteen((byte*)from) : TWidth.Sixteen((ushort*)from);
    }

    /// <summary>Eight counts as 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load8<TWidth>(TCount* from)
        where TWidth : struct, IVectorWidth
    {
        if (typeof(TCount) == typeof(int)) return Vector256.Load((int*)from);
        return typeof(TCount) == typeof(byte) ? TWidth.Eight((byte*)from) : TWidth.Eight((ushort*)from);
    }

    public int Load(int pixel, int i)
    {
        var from = Counts + (pixel * Width) + i;
        if (typeof(TCount) == typeof(byte)) return *(byte*)from;
        return typeof(TCount) == typeof(int) ? *(int*)from : *(ushort*)from;
    }
}
