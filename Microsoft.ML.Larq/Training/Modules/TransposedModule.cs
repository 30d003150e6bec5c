using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Modules;

/// <summary>Transposed convolutions, plain and quantized, of images and volumes.</summary>
internal static class TransposedModule
{
    public static LayerModule Of(Layer layer, int seed)
    {
        // Drawn from a stream of its own and then overwritten: Torch's own generator is left as it was.
        using var random = new Generator(unchecked((uint)seed));
        var kind = (TransposedKind)layer.Kind;
        var input = QuantizerModules.Create(kind.Input, TensorLayout.Rows, layer.InputShapes[0]);
        var kernel = QuantizerModules.Create(kind.Kernel.Quantizer, TensorLayout.Kernel, layer.Weights[0].Shape);
        var channels = layer.InputShapes[0].Channels;
        QuantTransposedConvolution module = kind switch
        {
            Conv2DTransposeLayer conv => new QuantConv2DTranspose(
                channels, conv.Filters, conv.KernelSize, conv.Strides, conv.Padding, conv.OutputPadding,
                conv.DilationRate, conv.UseBias, input, kernel, random, layer.Name),
            Conv3DTransposeLayer conv => new QuantConv3DTranspose(
                channels, conv.Filters, conv.KernelSize, conv.Strides, conv.Padding, conv.OutputPadding,
                conv.DilationRate, conv.UseBias, input, kernel, random, layer.Name),
            _ => throw new NotSupportedException($"{layer} has no module."),
        };
        var activation = ActivationFunctions.Of(kind.Activation);
        return new LayerModule(inputs => activation(module.call(inputs[0])))
        {
            Module = module,

            // Filters and channels stand the other way round on both sides, so the axes are those of convolutions.
            Weights = LayerModule.Bind(
                layer, WeightBinding.FilterAxes(layer.OutputShape.Rank - 1),
                ("kernel", () => module.Kernel), ("bias", () => module.Bias)),
            InputQuantizer = input,
            KernelQuantizer = kernel,
        };
    }
}
