using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;

namespace Microsoft.ML.Larq.Modules;

/// <summary>Transposed convolutions, plain and quantized, of images and volumes.</summary>
internal static class TransposedModule
{
    public static LayerModule Of(Layer layer, int seed)
    {
        using var parts = new KernelParts(layer, seed);
        var kind = (TransposedKind)layer.Kind;
        var kernel = parts.Of(kind.Kernel, TensorLayout.Kernel);
        QuantTransposedConvolution module = kind switch
        {
            Conv2DTransposeLayer conv => new QuantConv2DTranspose(
                parts.Channels, conv.Filters, conv.KernelSize, conv.Strides, conv.Padding, conv.OutputPadding,
                conv.DilationRate, conv.UseBias, parts.Input, kernel, parts.Random, layer.Name),
            Conv3DTransposeLayer conv => new QuantConv3DTranspose(
                parts.Channels, conv.Filters, conv.KernelSize, conv.Strides, conv.Padding, conv.OutputPadding,
                conv.DilationRate, conv.UseBias, parts.Input, kernel, parts.Random, layer.Name),
            _ => throw new NotSupportedException($"{layer} has no module."),
        };

        // Filters and channels stand the other way round on both sides, so the axes are those of convolutions.
        return parts.Behind(module, LayerModule.Bind(
            layer, WeightBinding.FilterAxes(layer.OutputShape.Rank - 1),
            ("kernel", () => module.Kernel), ("bias", () => module.Bias)), kernel);
    }
}
