using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Modules;

/// <summary>Convolutions of one kernel, plain and quantized, of any rank.</summary>
internal static class FilterModule
{
    public static LayerModule Of(Layer layer, int seed)
    {
        // Drawn from a stream of its own and then overwritten: Torch's own generator is left as it was.
        using var random = new Generator(unchecked((uint)seed));
        var kind = (FilterKind)layer.Kind;
        var input = QuantizerModules.Create(kind.Input, TensorLayout.Rows, layer.InputShapes[0]);
        var kernel = QuantizerModules.Create(kind.Kernel.Quantizer, TensorLayout.Kernel, layer.Weights[0].Shape);
        var channels = layer.InputShapes[0].Channels;
        QuantFilterConvolution module = kind switch
        {
            Conv1DLayer conv => new QuantConv1D(
                channels, conv.Filters, conv.KernelSize, conv.Strides, conv.Padding, conv.PadAround, conv.DilationRate,
                conv.Groups, conv.UseBias, input, kernel, random, layer.Name),
            Conv2DLayer conv => new QuantConv2D(
                channels, conv.Filters, conv.KernelSize, conv.Strides, conv.Padding, conv.PadAround, conv.DilationRate,
                conv.Groups, conv.UseBias, input, kernel, random, layer.Name),
            Conv3DLayer conv => new QuantConv3D(
                channels, conv.Filters, conv.KernelSize, conv.Strides, conv.Padding, conv.PadAround, conv.DilationRate,
                conv.Groups, conv.UseBias, input, kernel, random, layer.Name),
            _ => throw new NotSupportedException($"{layer} has no module."),
        };
        var activation = ActivationFunctions.Of(kind.Activation);
        return new LayerModule(inputs => activation(module.call(inputs[0])))
        {
            Module = module,
            Weights = LayerModule.Bind(
                layer, WeightBinding.FilterAxes(layer.OutputShape.Rank - 1),
                ("kernel", () => module.Kernel), ("bias", () => module.Bias)),
            InputQuantizer = input,
            KernelQuantizer = kernel,
        };
    }
}
