using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed;

/// <summary>In how many signs pixels and filters differ.</summary>
/// <param name="counts">
/// A line a pixel. Beyond the filters up to a multiple of 8 there may be anything, but it can be read.
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
    public static Vector512<int> Load16(TCount* from)
    {
        if (typeof(TCount) == typeof(int)) return Vector512.Load((int*)from);
        if (typeof(TCount) == typeof(byte)) return Avx512F.ConvertToVector512Int32(Vector128.Load((byte*)from));
        return Avx512F.ConvertToVector512Int32(Vector256.Load((ushort*)from));
    }

    /// <summary>Eight counts as 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load8(TCount* from)
    {
        if (typeof(TCount) == typeof(int)) return Vector256.Load((int*)from);
        if (typeof(TCount) == typeof(byte))
        {
            var bytes = Vector64.Load((byte*)from).ToVector128();
            if (Avx2.IsSupported) return Avx2.ConvertToVector256Int32(bytes);
            var (first, last) = Vector128.Widen(Vector128.WidenLower(bytes));
            return Vector256.Create(first, last).AsInt32();
        }

        if (Avx2.IsSupported) return Avx2.ConvertToVector256Int32(Vector128.Load((ushort*)from));
        var (low, high) = Vector128.Widen(Vector128.Load((ushort*)from));
        return Vector256.Create(low, high).AsInt32();
    }

    public int Load(int pixel, int i)
    {
        var from = Counts + (pixel * Width) + i;
        if (typeof(TCount) == typeof(byte)) return *(byte*)from;
        return typeof(TCount) == typeof(int) ? *(int*)from : *(ushort*)from;
    }
}
