using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training.Measures;

namespace Microsoft.ML.Larq.Training.Callbacks;

/// <summary>
/// Takes histograms of latent weights, pre-activations and gradients in the last batch of some epochs: the first, and
/// then every n-th.
/// </summary>
/// <param name="interval">n; 0 for none.</param>
internal sealed class EventHistograms(int interval)
{
    private readonly List<(MetricPlace Place, QuantizerMetrics Metrics, HistogramCapture Capture)> _captures = [];
    private int _left;

    public void BeginEpoch(TrainingContext training)
    {
        if (interval == 0) return;
        var progress = training.Progress;
        _left = (progress.Epoch - 1) % interval == 0 ? progress.Batches : 0;
    }

    public void BeginBatch(TrainingContext training)
    {
        if (_left == 0 || --_left > 0) return;
        foreach (var (place, metrics) in training.Quantizers)
        {
            var capture = new HistogramCapture();
            metrics.Add(capture);
            _captures.Add((place, metrics, capture));
        }
    }

    /// <summary>
    /// The histograms of the epoch that ends, by tag; none where it was not its turn, or it was stopped.
    /// </summary>
    public IEnumerable<(string Tag, HistogramFacts Histogram)> EndEpoch()
    {
        List<(string Tag, HistogramFacts Histogram)> taken = [];
        foreach (var (place, metrics, capture) in _captures)
        {
            metrics.Remove(capture);
            var of = place.Role == QuantizerRole.Kernel ? "weights" : "pre_activations";
            if (capture.Input is { } input) taken.Add(($"{of}/{place.Name}", input));
            if (capture.Gradient is { } gradient) taken.Add(($"gradients/{place.Name}", gradient));
            capture.Dispose();
        }

        _captures.Clear();
        return taken;
    }
}
