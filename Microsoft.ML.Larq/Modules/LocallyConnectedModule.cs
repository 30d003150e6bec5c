using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;

namespace Microsoft.ML.Larq.Modules;

/// <summary>Convolutions without shared weights, plain and quantized, of sequences and images.</summary>
internal static class LocallyConnectedModule
{
    private const int LastAxis = 2;

    public static LayerModule Of(Layer layer, int seed)
    {
        using var parts = new KernelParts(layer, seed);
        var kind = (LocallyConnectedKind)layer.Kind;
        var kernel = parts.Of(kind.Kernel, TensorLayout.KernelWithLastAxis(LastAxis));
        var shape = layer.InputShapes[0];
        QuantLocallyConnected module = kind switch
        {
            LocallyConnected1DLayer local => new QuantLocallyConnected1D(
                shape[0], shape.Channels, local.Filters, local.KernelSize, local.Strides, local.UseBias,
                parts.Input, kernel, parts.Random, layer.Name),
            LocallyConnected2DLayer local => new QuantLocallyConnected2D(
                (shape[0], shape[1]), shape.Channels, local.Filters, local.KernelSize, local.Strides, local.UseBias,
                parts.Input, kernel, parts.Random, layer.Name),
            _ => throw new NotSupportedException($"{layer} has no module."),
        };
        return parts.Behind(module, LayerModule.Bind(
            layer, ("kernel", null, () => module.Kernel), ("bias", null, () => module.Bias)), kernel);
    }
}
