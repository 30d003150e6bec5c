using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress.Facts;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>What rules need to know of a network's quantized layers.</summary>
internal static class QuantizedLayers
{
    /// <summary>A row for each quantized kernel, and for each quantized input without one.</summary>
    public static IEnumerable<LayerFacts> Of(NetworkDefinition definition)
    {
        var layers = definition.Layers.ToDictionary(layer => layer.Name, StringComparer.Ordinal);
        foreach (var layer in definition.Layers)
        {
            var input = layer.Kind.Input;
            var normalized = IsNormalized(layer, layers);
            var kernels = layer.Weights.Where(spec => spec is { IsKernel: true, Quantizer: not null }).ToArray();
            if (kernels.Length == 0 && input is not null)
            {
                yield return new LayerFacts(
                    layer.Name, null, input.ToString(), null, null, null, input.Window, false, normalized);
            }

            foreach (var kernel in kernels)
            {
                yield return new LayerFacts(
                    layer.Name + layer.SuffixOf(kernel), kernel.Quantizer!.ToString(), input?.ToString(),
                    kernel.Initializer.ToString(), kernel.Constraint?.ToString(), kernel.Quantizer.Window,
                    input?.Window, kernel.Trainable, normalized);
            }
        }
    }

    // What moves or picks numbers leaves a normalized layer's numbers as they are spread.
    private static bool IsNormalized(Layer layer, IReadOnlyDictionary<string, Layer> layers)
    {
        while (layer.Inputs is [var name])
        {
            layer = layers[name];
            if (layer.Kind is BatchNormalizationLayer or LayerNormalizationLayer) return true;
            if (layer.Weights.Length > 0 || layer.Kind is ActivationLayer or ScaleLayer) return false;
        }

        return false;
    }
}
