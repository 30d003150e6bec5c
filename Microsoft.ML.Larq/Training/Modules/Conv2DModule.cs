using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>Conv2D and QuantConv2D.</summary>
internal static class Conv2DModule
{
    public static LayerModule Of(Layer layer, int seed)
    {
        // Drawn from a stream of its own and then overwritten: Torch's own generator is left as it was.
        using var random = new Generator(unchecked((uint)seed));
        var kind = (Conv2DKind)layer.Kind;
        var input = QuantizerModules.Create(kind.Input, TensorLayout.Rows, layer.InputShapes[0]);
        var kernel = QuantizerModules.Create(kind.Kernel, TensorLayout.Kernel, layer.Weights[0].Shape);
        var module = new QuantConv2D(
            layer.InputShapes[0].Channels,
            kind.Filters,
            kind.KernelSize,
            kind.Strides,
            kind.Padding,
            kind.Padding == Padding.Same ? kind.Pad : 0f,
            kind.DilationRate,
            kind.Groups,
            kind.UseBias,
            input,
            kernel,
            random,
            layer.Name);
        var activation = ActivationFunctions.Of(kind.Activation);
        return new LayerModule(inputs => activation(module.call(inputs[0])))
        {
            Module = module,
            Weights = LayerModule.Bind(
                layer, WeightBinding.ConvolutionAxes, ("kernel", () => module.Kernel), ("bias", () => module.Bias)),
            InputQuantizer = input,
            KernelQuantizer = kernel,
        };
    }
}
