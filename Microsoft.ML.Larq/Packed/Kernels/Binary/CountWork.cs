namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

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
