using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Modules;

/// <summary>DepthwiseConv2D and QuantDepthwiseConv2D.</summary>
internal static class DepthwiseConv2DModule
{
    public static LayerModule Of(Layer layer, int seed)
    {
        // Drawn from a stream of its own and then overwritten: Torch's own generator is left as it was.
        using var random = new Generator(unchecked((uint)seed));
        var kind = (DepthwiseConv2DLayer)layer.Kind;
        var input = QuantizerModules.Create(kind.Input, TensorLayout.Rows, layer.InputShapes[0]);
        var kernel = QuantizerModules.Create(
            kind.Depthwise.Quantizer, TensorLayout.DepthwiseKernel(kind.DepthMultiplier), layer.Weights[0].Shape);
        var module = new QuantDepthwiseConv2D(
            layer.InputShapes[0].Channels, kind.KernelSize, kind.Strides, kind.Padding, kind.PadAround,
            kind.DepthMultiplier, kind.DilationRate, kind.UseBias, input, kernel, random, layer.Name);
        var activation = ActivationFunctions.Of(kind.Activation);
        return new LayerModule(inputs => activation(module.call(inputs[0])))
        {
            Module = module,
            Weights = LayerModule.Bind(
                layer, WeightBinding.DepthwiseAxes(2),
                ("depthwise_kernel", () => module.DepthwiseKernel), ("bias", () => module.Bias)),
            InputQuantizer = input,
            KernelQuantizer = kernel,
        };
    }
}
