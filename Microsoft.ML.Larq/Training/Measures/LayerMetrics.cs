using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Measures;

/// <summary>Flip ratio and gradient flow of every quantized layer, hung into its quantizers.</summary>
internal sealed class LayerMetrics
{
    private readonly List<(string Name, Func<double> Value, Action Reset)> _metrics = [];

    private LayerMetrics()
    {
    }

    public LayerMetrics(NetworkModule network, int interval)
    {
        var flows = new List<(string Name, GradientFlow Flow)>();
        foreach (var (layer, module) in network.Layers)
        {
            foreach (var (suffix, kernel) in module.KernelQuantizers)
            {
                var flips = kernel.FlipRatio = new FlipRatio();
                var name = layer.Name + suffix;
                _metrics.Add(
                    (MetricNames.FlipRatio + name, () => flips.Count > 1 ? flips.Result : double.NaN, flips.Reset));
                flows.Add((MetricNames.GradientFlow + name, kernel.GradientFlow = new GradientFlow(interval)));
            }

            if (module.InputQuantizer is { } input)
                flows.Add(
                    ($"{MetricNames.GradientFlow}{layer.Name}.input", input.GradientFlow = new GradientFlow(interval)));
        }

        _metrics.AddRange(
            flows.Select(pair => (pair.Name, (Func<double>)(() => pair.Flow.Result), (Action)pair.Flow.Reset)));
    }

    /// <summary>Measures nothing.</summary>
    public static LayerMetrics None => new();

    /// <summary>The values so far in the epoch; NaN where nothing was measured.</summary>
    public KeyValuePair<string, double>[] Values
    {
        get
        {
            // Reading a tensor and setting it to zero leave handles of their own behind.
            using var scope = NewDisposeScope();
            return [.. _metrics.Select(metric => KeyValuePair.Create(metric.Name, metric.Value()))];
        }
    }

    /// <summary>Begins an epoch.</summary>
    public void Reset()
    {
        using var scope = NewDisposeScope();
        foreach (var metric in _metrics) metric.Reset();
    }
}
