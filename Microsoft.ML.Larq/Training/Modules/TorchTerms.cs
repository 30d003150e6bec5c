using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Training;

/// <summary>The hub's terms in TorchSharp's.</summary>
internal static class TorchTerms
{
    public static (int Height, int Width) Pair(this Size2D size) => (size.Height, size.Width);

    public static TorchSharp.Padding Torch(this Padding padding) =>
        padding == Padding.Same ? TorchSharp.Padding.Same : TorchSharp.Padding.Valid;
}
