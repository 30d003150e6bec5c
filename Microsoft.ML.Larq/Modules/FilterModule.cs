using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;

namespace Microsoft.ML.Larq.Modules;

/// <summary>Convolutions of one kernel, plain and quantized, of any rank.</summary>
internal static class FilterModule
{
    public static LayerModule Of(Layer layer, int seed)
    {
        using var parts = new KernelParts(layer, seed);
        var kind = (FilterKind)layer.Kind;
        var kernel = parts.Of(kind.Kernel, TensorLayout.Kernel);
        QuantFilterConvolution module = kind switch
        {
            Conv1DLayer conv => new QuantConv1D(
                parts.Channels, conv.Filters, conv.KernelSize, conv.Strides, conv.Padding, conv.PadAround,
                conv.DilationRate, conv.Groups, conv.UseBias, parts.Input, kernel, parts.Random, layer.Name),
            Conv2DLayer conv => new QuantConv2D(
                parts.Channels, conv.Filters, conv.KernelSize, conv.Strides, conv.Padding, conv.PadAround,
                conv.DilationRate, conv.Groups, conv.UseBias, parts.Input, kernel, parts.Random, layer.Name),
            Conv3DLayer conv => new QuantConv3D(
                parts.Channels, conv.Filters, conv.KernelSize, conv.Strides, conv.Padding, conv.PadAround,
                conv.DilationRate, conv.Groups, conv.UseBias, parts.Input, kernel, parts.Random, layer.Name),
            _ => throw new NotSupportedException($"{layer} has no module."),
        };
        return parts.Behind(module, LayerModule.Bind(
            layer, WeightBinding.FilterAxes(layer.OutputShape.Rank - 1),
            ("kernel", () => module.Kernel), ("bias", () => module.Bias)), kernel);
    }
}
