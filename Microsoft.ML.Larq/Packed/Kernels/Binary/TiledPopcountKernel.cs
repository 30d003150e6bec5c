using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

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
