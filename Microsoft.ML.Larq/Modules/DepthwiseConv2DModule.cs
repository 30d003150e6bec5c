using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;

namespace Microsoft.ML.Larq.Modules;

/// <summary>DepthwiseConv2D and QuantDepthwiseConv2D.</summary>
internal static class DepthwiseConv2DModule
{
    public static LayerModule Of(Layer layer, int seed)
    {
        using var parts = new KernelParts(layer, seed);
        var kind = (DepthwiseConv2DLayer)layer.Kind;
        var kernel = parts.Of(kind.Depthwise, TensorLayout.DepthwiseKernel(kind.DepthMultiplier));
        var module = new QuantDepthwiseConv2D(
            layer.InputShapes[0].Channels, kind.KernelSize, kind.Strides, kind.Padding, kind.PadAround,
            kind.DepthMultiplier, kind.DilationRate, kind.UseBias, parts.Input, kernel, parts.Random, layer.Name);
        return parts.Behind(module, LayerModule.Bind(
            layer, WeightBinding.DepthwiseAxes(2),
            ("depthwise_kernel", () => module.DepthwiseKernel), ("bias", () => module.Bias)), kernel);
    }
}
