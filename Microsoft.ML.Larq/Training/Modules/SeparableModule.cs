using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Modules;

/// <summary>Separable convolutions, plain and quantized, of sequences and images.</summary>
internal static class SeparableModule
{
    public static LayerModule Of(Layer layer, int seed)
    {
        // Drawn from a stream of its own and then overwritten: Torch's own generator is left as it was.
        using var random = new Generator(unchecked((uint)seed));
        var kind = (SeparableKind)layer.Kind;
        var input = QuantizerModules.Create(kind.Input, TensorLayout.Rows, layer.InputShapes[0]);
        var depthwise = QuantizerModules.Create(
            kind.Depthwise.Quantizer, TensorLayout.DepthwiseKernel(kind.DepthMultiplier), layer.Weights[0].Shape);
        var pointwise = QuantizerModules.Create(kind.Pointwise.Quantizer, TensorLayout.Kernel, layer.Weights[1].Shape);
        var channels = layer.InputShapes[0].Channels;
        QuantSeparableConvolution module = kind switch
        {
            SeparableConv1DLayer conv => new QuantSeparableConv1D(
                channels, conv.Filters, conv.KernelSize, conv.Strides, conv.Padding, conv.PadAround,
                conv.DepthMultiplier, conv.DilationRate, conv.UseBias, input, depthwise, pointwise, random, layer.Name),
            SeparableConv2DLayer conv => new QuantSeparableConv2D(
                channels, conv.Filters, conv.KernelSize, conv.Strides, conv.Padding, conv.PadAround,
                conv.DepthMultiplier, conv.DilationRate, conv.UseBias, input, depthwise, pointwise, random, layer.Name),
            _ => throw new NotSupportedException($"{layer} has no module."),
        };
        var activation = ActivationFunctions.Of(kind.Activation);
        var axes = layer.OutputShape.Rank - 1;
        return new LayerModule(inputs => activation(module.call(inputs[0])))
        {
            Module = module,
            Weights = LayerModule.Bind(
                layer,
                ("depthwise_kernel", WeightBinding.DepthwiseAxes(axes), () => module.DepthwiseKernel),
                ("pointwise_kernel", WeightBinding.FilterAxes(axes), () => module.PointwiseKernel),
                ("bias", null, () => module.Bias)),
            InputQuantizer = input,
            KernelQuantizers =
            [
                .. depthwise is null ? [] : (KernelQuantizer[])[new(".depthwise", depthwise)],
                .. pointwise is null ? [] : (KernelQuantizer[])[new(".pointwise", pointwise)],
            ],
        };
    }
}
