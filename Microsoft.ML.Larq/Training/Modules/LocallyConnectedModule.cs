using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Modules;

/// <summary>Convolutions without shared weights, plain and quantized, of sequences and images.</summary>
internal static class LocallyConnectedModule
{
    private const int LastAxis = 2;

    public static LayerModule Of(Layer layer, int seed)
    {
        // Drawn from a stream of its own and then overwritten: Torch's own generator is left as it was.
        using var random = new Generator(unchecked((uint)seed));
        var kind = (LocallyConnectedKind)layer.Kind;
        var input = QuantizerModules.Create(kind.Input, TensorLayout.Rows, layer.InputShapes[0]);
        var kernel = QuantizerModules.Create(
            kind.Kernel.Quantizer, TensorLayout.KernelWithLastAxis(LastAxis), layer.Weights[0].Shape);
        var shape = layer.InputShapes[0];
        QuantLocallyConnected module = kind switch
        {
            LocallyConnected1DLayer local => new QuantLocallyConnected1D(
                shape[0], shape.Channels, local.Filters, local.KernelSize, local.Strides, local.UseBias, input, kernel,
                random, layer.Name),
            LocallyConnected2DLayer local => new QuantLocallyConnected2D(
                (shape[0], shape[1]), shape.Channels, local.Filters, local.KernelSize, local.Strides, local.UseBias,
                input, kernel, random, layer.Name),
            _ => throw new NotSupportedException($"{layer} has no module."),
        };
        var activation = ActivationFunctions.Of(kind.Activation);
        return new LayerModule(inputs => activation(module.call(inputs[0])))
        {
            Module = module,
            Weights = LayerModule.Bind(
                layer, ("kernel", null, () => module.Kernel), ("bias", null, () => module.Bias)),
            InputQuantizer = input,
            KernelQuantizer = kernel,
        };
    }
}
