using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;

namespace Microsoft.ML.Larq.Modules;

/// <summary>Dense and QuantDense.</summary>
internal static class DenseModule
{
    public static LayerModule Of(Layer layer, int seed)
    {
        using var parts = new KernelParts(layer, seed);
        var kind = (DenseLayer)layer.Kind;
        var kernel = parts.Of(kind.Kernel, TensorLayout.Kernel);
        var module = new QuantDense(
            layer.InputShapes[0].Size, kind.Units, kind.UseBias, parts.Input, kernel, parts.Random, layer.Name);
        return parts.Behind(module, LayerModule.Bind(
            layer, WeightBinding.DenseAxes, ("kernel", () => module.Kernel), ("bias", () => module.Bias)), kernel);
    }
}
