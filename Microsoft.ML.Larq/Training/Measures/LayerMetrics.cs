using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Facts;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Measures;

/// <summary>Hangs the metrics that are asked for onto the quantizers of a network, and reads them.</summary>
internal sealed class LayerMetrics
{
    private readonly List<(string Name, string Place, QuantizerMetric Metric)> _metrics = [];
    private readonly List<(string Name, string Place, QuantizerMetric Metric)> _ofValidation = [];
    private readonly QuantizerMetrics[] _validation;

    /// <param name="network">The network.</param>
    /// <param name="rules">Which metrics go to which quantizers.</param>
    /// <param name="interval">One pass in so many is measured, where a metric can do with it.</param>
    /// <param name="latent">The weights that an optimizer keeps as latent ones.</param>
    /// <param name="isValidated">Whether there is a validation to measure.</param>
    /// <exception cref="ArgumentException">A rule is for a layer that has no such quantizer.</exception>
    public LayerMetrics(
        NetworkModule network, IReadOnlyList<LayerMetric> rules, int interval, IEnumerable<TrainedWeight> latent,
        bool isValidated = true)
    {
        (MetricPlace Place, QuantizerModule Quantizer)[] places = [.. MetricPlaces.Of(network, latent)];
        _validation = [.. places.Select(pair => pair.Quantizer.EvaluationMetrics)];
        foreach (var rule in rules) RequireLayers(rule, places.Select(pair => pair.Place));
        foreach (var (place, quantizer) in places)
        {
            quantizer.Metrics.Place = quantizer.EvaluationMetrics.Place = $"'{place.Name}'";
            quantizer.AddMetrics(place.Quantizer.Metrics);
            foreach (var metric in quantizer.Metrics.Concat(quantizer.EvaluationMetrics))
            {
                metric.Every ??= metric.NeedsEveryPass ? 1 : interval;
            }

            foreach (var rule in rules)
            {
                if (rule.TryCreate(place, interval, out var metric)) Add(metric, quantizer.Metrics);
                if (isValidated && rule.Validation && rule.TryCreate(place, interval, out var ofValidation))
                    Add(ofValidation, quantizer.EvaluationMetrics);
            }

            _metrics.AddRange(quantizer.Metrics.Select(metric => (metric.Name, place.Name, metric)));
            _ofValidation.AddRange(quantizer.EvaluationMetrics.Select(metric => (metric.Name, place.Name, metric)));
        }

        foreach (var metrics in _validation) metrics.IsPaused = true;
        Descriptions = _metrics.Concat(_ofValidation).DistinctBy(one => one.Name)
            .Select(one => KeyValuePair.Create(one.Name, Described(one.Metric, one.Place)))
            .Where(one => one.Value.Length > 0).Take(MetricDescriptions.Most).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>The metrics, in an order that follows from network and options.</summary>
    public IEnumerable<QuantizerMetric> Metrics => All.Select(one => one.Metric);

    /// <summary>What metrics say of themselves, by name; those that say nothing are left out.</summary>
    public IReadOnlyDictionary<string, string> Descriptions { get; }

    /// <summary>
    /// The values so far in the epoch, those of a metric together and in the network's order; NaN where nothing was
    /// measured.
    /// </summary>
    public KeyValuePair<string, double>[] Values =>
        [.. Read("", _metrics), .. Read(MetricNames.Validation, _ofValidation)];

    /// <summary>Begins an epoch.</summary>
    public void Reset()
    {
        foreach (var (_, _, metric) in _metrics.Concat(_ofValidation)) metric.Reset();
    }

    /// <summary>Measures what a validation does to the quantizers, and nothing that is done outside of one.</summary>
    public void Validate(Action validation)
    {
        foreach (var metrics in _validation) metrics.IsPaused = false;
        try
        {
            validation();
        }
        finally
        {
            foreach (var metrics in _validation) metrics.IsPaused = true;
        }
    }

    /// <summary>What lasts over the epochs, by quantizer, metric and state.</summary>
    public Dictionary<string, Tensor> Save() => All
        .SelectMany(one => one.Metric.SaveLasting()
            .Select(state => KeyValuePair.Create($"{one.Name}/{state.Key}", state.Value)))
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>
    /// Puts back what lasts; a metric that is new remembers nothing yet, one that is gone is passed over.
    /// </summary>
    /// <exception cref="ArgumentException">A metric has other states than it had.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> states)
    {
        foreach (var (name, metric) in All)
        {
            var prefix = $"{name}/";
            var own = states.Where(state => state.Key.StartsWith(prefix, StringComparison.Ordinal))
                .ToDictionary(state => state.Key[prefix.Length..], state => state.Value);
            if (own.Count > 0) Restore(metric, name, own);
        }
    }

    // What training and validation measure are kept apart.
    private IEnumerable<(string Name, QuantizerMetric Metric)> All =>
    [
        .. _metrics.Select(one => ($"{one.Place}/{one.Name}", one.Metric)),
        .. _ofValidation.Select(one => ($"{MetricNames.Validation}{one.Place}/{one.Name}", one.Metric)),
    ];

    private static void Restore(QuantizerMetric metric, string name, Dictionary<string, Tensor> state)
    {
        try
        {
            metric.LoadState(state);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException(
                $"Option ResumeFrom: what the checkpoint's metric '{name}' remembers is not this one's: "
                + error.Message, error);
        }
    }

    private static IEnumerable<KeyValuePair<string, double>> Read(
        string prefix, IEnumerable<(string Name, string Place, QuantizerMetric Metric)> metrics)
    {
        using var scope = NewDisposeScope();
        return [.. metrics.GroupBy(one => one.Name).SelectMany(group => group).Select(one =>
            KeyValuePair.Create($"{prefix}{one.Name}/{one.Place}", Result(one.Metric, one.Place)))];
    }

    private static double Result(QuantizerMetric metric, string place) =>
        Named(metric, place, static metric => metric.IsMeasured ? metric.Result : double.NaN);

    private static string Described(QuantizerMetric metric, string place) => Named(metric, place, MetricText.Of);

    // What a metric of a user's throws says nothing of where it is.
    private static T Named<T>(QuantizerMetric metric, string place, Func<QuantizerMetric, T> ask)
    {
        try
        {
            return ask(metric);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException(
                $"Metric '{metric.Name}' of the quantizer '{place}' failed: {error.Message}", error);
        }
    }

    // Two rules may meet at a place, or the quantizer has brought the metric: it is measured once.
    private static void Add(QuantizerMetric metric, QuantizerMetrics metrics)
    {
        if (metrics.Any(other => other.Name == metric.Name)) metric.Dispose();
        else metrics.Add(metric);
    }

    private static void RequireLayers(LayerMetric rule, IEnumerable<MetricPlace> places)
    {
        var fitting = places.Where(place => rule.Roles.HasFlag(place.Role)).Select(place => place.Layer.Name)
            .Distinct().ToArray();
        foreach (var layer in rule.Layers ?? [])
        {
            if (!fitting.Contains(layer))
            {
                throw new ArgumentException(
                    $"Option Metrics: a metric is for layer '{layer}', which has no quantizer of role {rule.Roles}; "
                    + $"these have: {string.Join(", ", fitting.Select(name => $"'{name}'").DefaultIfEmpty("none"))}.");
            }
        }
    }
}
