using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Modules;

/// <summary>Batch normalization, whose statistics the loop re-estimates.</summary>
internal static class BatchNormalizationModule
{
    public static LayerModule Of(Layer layer)
    {
        var kind = (BatchNormalizationLayer)layer.Kind;
        var module = new BatchNormalization(
            layer.OutputShape.Channels, kind.Momentum, kind.Epsilon, kind.Center, kind.Scale, layer.Name);
        return LayerModule.Of(module, LayerModule.Bind(
            layer,
            [],
            ("gamma", () => module.Gamma),
            ("beta", () => module.Beta),
            ("moving_mean", () => module.MovingMean),
            ("moving_variance", () => module.MovingVariance)));
    }
}
