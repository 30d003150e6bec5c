using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Modules;

/// <summary>Dropout with a random stream of its own.</summary>
internal static class DropoutModule
{
    public static LayerModule Of(Layer layer, int seed) =>
        LayerModule.Of(new SeededDropout(((DropoutLayer)layer.Kind).Rate, unchecked((ulong)(uint)seed), layer.Name));
}
