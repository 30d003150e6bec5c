using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Modules;

/// <summary>Dense and QuantDense.</summary>
internal static class DenseModule
{
    public static LayerModule Of(Layer layer, int seed)
    {
        // Drawn from a stream of its own and then overwritten: Torch's own generator is left as it was.
        using var random = new Generator(unchecked((uint)seed));
        var kind = (DenseLayer)layer.Kind;
        var input = QuantizerModules.Create(kind.Input, TensorLayout.Rows, layer.InputShapes[0]);
        var kernel = QuantizerModules.Create(kind.Kernel.Quantizer, TensorLayout.Kernel, layer.Weights[0].Shape);
        var module = new QuantDense(
            layer.InputShapes[0].Size, kind.Units, kind.UseBias, input, kernel, random, layer.Name);
        var activation = ActivationFunctions.Of(kind.Activation);
        return new LayerModule(inputs => activation(module.call(inputs[0])))
        {
            Module = module,
            Weights = LayerModule.Bind(
                layer, WeightBinding.DenseAxes, ("kernel", () => module.Kernel), ("bias", () => module.Bias)),
            InputQuantizer = input,
            KernelQuantizer = kernel,
        };
    }
}
