using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Optimizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Measures;

/// <summary>
/// What is measured of the layers: the metrics in their quantizers, and at times gradient mismatch and histograms.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="choices">What is measured.</param>
/// <param name="latent">The weights that an optimizer keeps as latent ones.</param>
/// <param name="mismatch">Measures the gradient mismatch; null for not.</param>
/// <param name="isValidated">Whether there is a validation to measure.</param>
/// <param name="epochs">Epochs that training is to have.</param>
internal sealed class LayerMeasures(
    NetworkModule network, MeasuringChoices choices, IEnumerable<TrainedWeight> latent, GradientProbe? mismatch,
    bool isValidated, int epochs)
{
    private readonly LayerMetrics _metrics = new(
        network, choices.Metrics, choices.MetricsInterval, latent, isValidated);

    /// <summary>The values now; NaN where nothing was measured in this epoch.</summary>
    public IEnumerable<KeyValuePair<string, double>> Values => [.. _metrics.Values, .. mismatch?.Values ?? []];

    /// <inheritdoc cref="LayerMetrics.Descriptions"/>
    public IReadOnlyDictionary<string, string> Descriptions => _metrics.Descriptions;

    /// <inheritdoc cref="LayerMetrics.Metrics"/>
    public IEnumerable<QuantizerMetric> Metrics => _metrics.Metrics;

    /// <summary>The epoch's histograms.</summary>
    public LayerHistograms Histograms { get; } = new(
        () => MetricPlaces.Of(network, latent).Select(pair => (pair.Place, pair.Quantizer.Metrics)),
        choices.HistogramInterval, epochs);

    /// <summary>Begins an epoch.</summary>
    public void Reset()
    {
        _metrics.Reset();
        Histograms.Reset();
        mismatch?.Reset();
    }

    /// <inheritdoc cref="LayerMetrics.Save"/>
    public Dictionary<string, Tensor> Save() => _metrics.Save();

    /// <inheritdoc cref="LayerMetrics.Load"/>
    public void Load(IReadOnlyDictionary<string, Tensor> states) => _metrics.Load(states);

    /// <inheritdoc cref="LayerMetrics.Validate"/>
    public void Validate(Action validation) => _metrics.Validate(validation);

    /// <summary>Ends an epoch: the first, and then every n-th, is probed.</summary>
    public void Run(int epoch)
    {
        if ((epoch - 1) % Math.Max(1, choices.GradientProbeInterval) == 0) mismatch?.Run();
    }
}
