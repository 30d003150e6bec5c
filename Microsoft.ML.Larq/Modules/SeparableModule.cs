using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;

namespace Microsoft.ML.Larq.Modules;

/// <summary>Separable convolutions, plain and quantized, of sequences and images.</summary>
internal static class SeparableModule
{
    public static LayerModule Of(Layer layer, int seed)
    {
        using var parts = new KernelParts(layer, seed);
        var kind = (SeparableKind)layer.Kind;
        var depthwise = parts.Of(kind.Depthwise, TensorLayout.DepthwiseKernel(kind.DepthMultiplier));
        var pointwise = parts.Of(kind.Pointwise, TensorLayout.Kernel, 1);
        QuantSeparableConvolution module = kind switch
        {
            SeparableConv1DLayer conv => new QuantSeparableConv1D(
                parts.Channels, conv.Filters, conv.KernelSize, conv.Strides, conv.Padding, conv.PadAround,
                conv.DepthMultiplier, conv.DilationRate, conv.UseBias, parts.Input, depthwise, pointwise,
                parts.Random, layer.Name),
            SeparableConv2DLayer conv => new QuantSeparableConv2D(
                parts.Channels, conv.Filters, conv.KernelSize, conv.Strides, conv.Padding, conv.PadAround,
                conv.DepthMultiplier, conv.DilationRate, conv.UseBias, parts.Input, depthwise, pointwise,
                parts.Random, layer.Name),
            _ => throw new NotSupportedException($"{layer} has no module."),
        };
        var axes = layer.OutputShape.Rank - 1;
        return parts.Behind(module, LayerModule.Bind(
            layer,
            ("depthwise_kernel", WeightBinding.DepthwiseAxes(axes), () => module.DepthwiseKernel),
            ("pointwise_kernel", WeightBinding.FilterAxes(axes), () => module.PointwiseKernel),
            ("bias", null, () => module.Bias))) with
        {
            KernelQuantizers =
            [
                .. depthwise is null ? [] : (KernelQuantizer[])[new(".depthwise", depthwise)],
                .. pointwise is null ? [] : (KernelQuantizer[])[new(".pointwise", pointwise)],
            ],
        };
    }
}
