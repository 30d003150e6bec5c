using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Kernels.RealBySigns;

/// <summary>
/// Sums numbers with signs, four inputs at a time: ((±a ± b) + (±c ± d)), and such groups one after the other.
/// </summary>
/// <remarks>
/// <para>
/// A group has 16 sums, of which eight are the others' opposites. A kernel makes them once for an input and looks the
/// filters' up, so that four products and four sums become a look-up and a sum; or it adds and subtracts.
/// </para>
/// <para>
/// A filter's signs of a group are four bits: whether a, b and c have another sign than d, then d's own. A word has
/// eight groups, the first in its lowest bits.
/// </para>
/// </remarks>
internal abstract unsafe class SignKernel
{
    /// <summary>Inputs of a group.</summary>
    public const int Group = 4;

    /// <summary>Groups of a word.</summary>
    public const int PerWord = 8;

    /// <summary>Pixels of the largest tile.</summary>
    public const int MostPixels = 8;

    public abstract string Name { get; }

    /// <summary>How many numbers are kept for a group.</summary>
    public abstract int Entry { get; }

    /// <summary>Filters of a tile for that many filters in all.</summary>
    public abstract int Width(int filters);

    /// <summary>Pixels of a tile, given how many there are and how wide it is.</summary>
    public abstract int PixelsOf(int count, int width);

    /// <summary>Sums for a tile.</summary>
    /// <param name="pixels"><see cref="PixelsOf"/>.</param>
    /// <param name="patches">What was made of the pixels' groups.</param>
    /// <param name="weights">For each word of groups a word of every filter; every kernel row begins a word.</param>
    /// <param name="sums">One sum for each pixel and filter.</param>
    /// <param name="width">Filters of the tile.</param>
    public abstract void Sum(int pixels, in SignPatches patches, uint* weights, float* sums, int width);

    /// <summary>Makes of numbers what is kept of their groups; what is missing in the last is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Prepare(float* numbers, int count, float* entries)
    {
        var whole = count / Group;
        Prepare(numbers, entries, whole);
        if (whole * Group == count) return;
        var last = stackalloc float[Group];
        for (var i = 0; i < Group; i++) last[i] = (whole * Group) + i < count ? numbers[(whole * Group) + i] : 0;
        Prepare(last, entries + ((nint)whole * Entry), 1);
    }

    protected abstract void Prepare(float* numbers, float* entries, int groups);
}

/// <summary>The groups of some pixels: for each row of the kernel a stretch of them.</summary>
/// <param name="first">The first group of the first pixel.</param>
/// <param name="stride">Numbers from a pixel to the next.</param>
/// <param name="rows">Rows of the kernel.</param>
/// <param name="rowGroups">Groups of a row.</param>
/// <param name="rowStride">Numbers from a pixel's row to its next.</param>
internal readonly unsafe struct SignPatches(float* first, nint stride, int rows, int rowGroups, nint rowStride)
{
    public readonly float* First = first;
    public readonly nint Stride = stride;
    public readonly int Rows = rows;
    public readonly int RowGroups = rowGroups;
    public readonly nint RowStride = rowStride;

    /// <summary>The same from another pixel on.</summary>
    public SignPatches From(int pixel) => new(First + (pixel * Stride), Stride, Rows, RowGroups, RowStride);

    /// <summary>The same for the pixels of another row.</summary>
    public SignPatches Down(nint next) => new(First + next, Stride, Rows, RowGroups, RowStride);
}
