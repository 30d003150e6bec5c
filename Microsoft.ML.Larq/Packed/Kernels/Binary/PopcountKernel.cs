using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>
/// Counts in how many signs pixels and filters differ; the only part of a convolution that knows an instruction set.
/// </summary>
/// <remarks>
/// Filters lie across the 64-bit lanes of a vector, so one word of a patch is compared with a word of each of them and
/// nothing is summed across lanes. Counts are kept in bytes for as many steps as cannot overflow, then widened.
/// </remarks>
internal abstract unsafe class PopcountKernel
{
    /// <summary>Pixels of a large tile; a small tile has one.</summary>
    public const int Pixels = 4;

    /// <summary>Filters of a tile, large or small.</summary>
    public abstract int Filters { get; }

    /// <summary>Filters in one vector.</summary>
    public abstract int Lanes { get; }

    public abstract string Name { get; }

    /// <summary>Which of two vectors a filter of theirs has, and the lane in it.</summary>
    /// <remarks>As given here, counts of even and odd lanes interleave to the order of filters.</remarks>
    public virtual (int Vector, int Lane) Place(int filter) => (filter % 2, filter / 2);

    /// <summary>Vectors of filters whose words of one step lie next to each other; default 1.</summary>
    public virtual int Together => 1;

    /// <summary>The kernel for patches of so many words; default this one.</summary>
    public virtual PopcountKernel For(int steps) => this;

    /// <summary>Counts for some pixels and tiles of filters.</summary>
    public abstract void Count(in CountWork work);
}

/// <summary>Pixels and filters, in how many signs they differ.</summary>
/// <param name="patches">The words of the first pixel.</param>
/// <param name="stride">Words from a pixel to the next.</param>
/// <param name="pixels">Pixels.</param>
/// <param name="weights">
/// For each tile of <see cref="PopcountKernel.Filters"/>, for each vector of filters, or as many as lie <see
/// cref="PopcountKernel.Together"/>, for each step: a word of every lane; see <see cref="PopcountKernel.Place"/>.
/// </param>
/// <param name="steps">Words of a patch.</param>
/// <param name="tiles">Tiles of filters.</param>
/// <param name="counts">Where the counts go, for each pixel those of all filters in order.</param>
/// <param name="width">Counts from a pixel to the next.</param>
internal readonly unsafe struct CountWork(
    ulong* patches, nint stride, int pixels, ulong* weights, int steps, int tiles, int* counts, int width)
{
    public readonly ulong* Patches = patches;
    public readonly nint Stride = stride;
    public readonly int Pixels = pixels;
    public readonly ulong* Weights = weights;
    public readonly int Steps = steps;
    public readonly int Tiles = tiles;
    public readonly int* Counts = counts;

    /// <summary>Counts of a pixel.</summary>
    public readonly int Width = width;
}

/// <summary>Counts in tiles of 4 pixels, and what is left of them one by one.</summary>
internal abstract unsafe class TiledPopcountKernel : PopcountKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public sealed override void Count(in CountWork work)
    {
        var tileWords = (nint)work.Steps * Filters;
        for (var tile = 0; tile < work.Tiles; tile++)
        {
            var weights = work.Weights + (tile * tileWords);
            for (int i = 0, some; i < work.Pixels; i += some)
            {
                some = work.Pixels - i < Pixels ? 1 : Pixels;
                Tile(
                    some, work.Patches + (i * work.Stride), work.Stride, weights, work.Steps,
                    work.Counts + ((nint)i * work.Width) + (tile * Filters), work.Width);
            }
        }
    }

    /// <summary>Counts for a tile of filters and <see cref="PopcountKernel.Pixels"/> pixels, or 1.</summary>
    protected abstract void Tile(
        int pixels, ulong* patches, nint stride, ulong* weights, int steps, int* counts, nint width);
}
