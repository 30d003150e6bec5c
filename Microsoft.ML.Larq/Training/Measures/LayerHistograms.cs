using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Training.Measures;

/// <summary>
/// Takes histograms of latent weights, pre-activations and gradients in the last batch of some epochs: the first, every
/// n-th after it, and the last that training is to have.
/// </summary>
/// <param name="quantizers">The quantizers, and the metrics of each in training.</param>
/// <param name="interval">n; 0 for none at all.</param>
/// <param name="epochs">Epochs that training is to have.</param>
internal sealed class LayerHistograms(
    Func<IEnumerable<(MetricPlace Place, QuantizerMetrics Metrics)>> quantizers, int interval, int epochs)
{
    private readonly List<(MetricPlace Place, QuantizerMetrics Metrics, HistogramCapture Capture)> _captures = [];

    /// <summary>What the epoch's last batch showed, by tag; none before it, and in epochs that have none.</summary>
    public IReadOnlyList<(string Tag, HistogramFacts Histogram)> Taken { get; private set; } = [];

    /// <summary>Begins an epoch.</summary>
    public void Reset() => Taken = [];

    /// <summary>Before a batch.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="isLast">Whether it is the epoch's last batch.</param>
    public void BeginBatch(int epoch, bool isLast)
    {
        if (interval == 0 || !isLast || ((epoch - 1) % interval != 0 && epoch != epochs)) return;
        foreach (var (place, metrics) in quantizers())
        {
            var capture = new HistogramCapture();
            metrics.Add(capture);
            _captures.Add((place, metrics, capture));
        }
    }

    /// <summary>After the batch.</summary>
    public void EndBatch()
    {
        if (_captures.Count == 0) return;
        List<(string Tag, HistogramFacts Histogram)> taken = [];
        foreach (var (place, metrics, capture) in _captures)
        {
            metrics.Remove(capture);
            var of = place.Role == QuantizerRole.Kernel ? HistogramTags.Weights : HistogramTags.PreActivations;
            if (capture.Input is { } input) taken.Add((of + place.Name, input));
            if (capture.Gradient is { } gradient) taken.Add((HistogramTags.Gradients + place.Name, gradient));
            capture.Dispose();
        }

        _captures.Clear();
        Taken = taken;
    }
}
