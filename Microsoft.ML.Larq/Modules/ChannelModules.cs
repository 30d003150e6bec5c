using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Modules;

/// <summary>Layers that look at all channels of a place, which stand behind the rows.</summary>
internal static class ChannelModules
{
    public static LayerModule Softmax() => LayerModule.Of(x => nn.functional.softmax(x, 1));

    public static LayerModule Normalization(Layer layer)
    {
        var kind = (LayerNormalizationLayer)layer.Kind;
        var module = new LayerNormalization(
            layer.OutputShape.Channels, kind.Epsilon, kind.Center, kind.Scale, layer.Name);
        return LayerModule.Of(
            module, LayerModule.Bind(layer, [], ("gamma", () => module.Gamma), ("beta", () => module.Beta)));
    }
}
