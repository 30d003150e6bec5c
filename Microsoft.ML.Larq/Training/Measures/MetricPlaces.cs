using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Quantizers;

namespace Microsoft.ML.Larq.Training.Measures;

/// <summary>All quantizers of a network, in its order: a layer's kernels, then its input.</summary>
internal static class MetricPlaces
{
    /// <param name="network">The network.</param>
    /// <param name="latent">The weights that an optimizer keeps as latent ones.</param>
    public static IReadOnlyList<(MetricPlace Place, QuantizerModule Quantizer)> Of(
        NetworkModule network, IEnumerable<TrainedWeight> latent)
    {
        var kernels = latent.Where(weight => weight.Spec.Quantizer is not null)
            .ToDictionary(weight => weight.MetricName, StringComparer.Ordinal);
        // No iterator: its fields would be tuples of TorchSharp's types, which ML.NET looks at where that is missing.
        var places = new List<(MetricPlace Place, QuantizerModule Quantizer)>();
        foreach (var (layer, module) in network.Layers)
        {
            var values = layer.Weights.Select(spec => spec.Quantizer).OfType<Quantizer>();
            foreach (var ((suffix, quantizer), value) in module.KernelQuantizers.Zip(values))
            {
                var trained = kernels.GetValueOrDefault(layer.Name + suffix);
                places.Add((
                    new MetricPlace(layer, layer.Name + suffix, QuantizerRole.Kernel, value)
                    {
                        Latent = trained?.Tensor,
                        Spec = trained?.Spec,
                    },
                    quantizer));
            }

            if (module.InputQuantizer is { } input)
            {
                var role = layer.Kind is QuantizeLayer ? QuantizerRole.Activation : QuantizerRole.Input;
                places.Add((new MetricPlace(layer, layer.Name + ".input", role, layer.Kind.Input!), input));
            }
        }

        return places;
    }
}
