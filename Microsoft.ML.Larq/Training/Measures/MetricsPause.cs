using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Quantizers;

namespace Microsoft.ML.Larq.Training.Measures;

/// <summary>Until it is disposed, no metric of a network's quantizers sees a pass.</summary>
internal sealed class MetricsPause : IDisposable
{
    private readonly (QuantizerMetrics Metrics, bool WasPaused)[] _metrics;

    public MetricsPause(NetworkModule network)
    {
        _metrics = [.. network.modules().OfType<QuantizerModule>()
            .SelectMany(quantizer => new[] { quantizer.Metrics, quantizer.EvaluationMetrics })
            .Select(metrics => (metrics, metrics.IsPaused))];
        foreach (var (metrics, _) in _metrics) metrics.IsPaused = true;
    }

    public void Dispose()
    {
        foreach (var (metrics, wasPaused) in _metrics) metrics.IsPaused = wasPaused;
    }
}
