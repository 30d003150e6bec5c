using Microsoft.ML.Larq.Progress.Facts;

namespace Microsoft.ML.Larq.Progress.Faults;

/// <summary>A training as far as it has come: what rules look at.</summary>
/// <param name="history">What was reported, and the facts beside it.</param>
/// <param name="epochs">The epochs that count.</param>
internal sealed class FaultView(TrainingHistory history, int epochs)
{
    // A training whose loss is this small has nothing left to learn.
    private const double Learned = 1e-3;

    public TrainingFacts? Facts => history.Facts;

    public int Epochs => epochs;

    /// <summary>Epochs that training was to have.</summary>
    public int Planned => Facts?.Epochs ?? history.Epochs;

    /// <summary>The epochs of the first half, of those that training was to have.</summary>
    public int Half => (Planned + 1) / 2;

    /// <summary>Steps done.</summary>
    public long Steps => (long)epochs * (Facts?.Batches ?? 0);

    /// <summary>The loss against the labels; null where none was reported.</summary>
    public LayerCurve? Loss => Curve(MetricNames.LabelLoss) ?? Curve(MetricNames.Loss);

    /// <summary>The loss on the validation rows.</summary>
    public LayerCurve? ValidationLoss => Curve(MetricNames.Validation + MetricNames.Loss);

    /// <summary>Accuracy, or R² of a regression.</summary>
    public LayerCurve? Metric => Curve(MetricNames.Accuracy) ?? Curve(MetricNames.RSquared);

    /// <summary>The same on the validation rows.</summary>
    public LayerCurve? ValidationMetric => Curve(MetricNames.Validation + MetricNames.Accuracy)
        ?? Curve(MetricNames.Validation + MetricNames.RSquared);

    /// <summary>Whether nothing is left to learn.</summary>
    public bool HasLearnedAll => Loss?.Late < Learned;

    /// <summary>Whether the loss against the labels ends hardly below what guessing costs.</summary>
    public bool IsGuessing => Facts is { Labels.Guess: > 0 } facts
        && Loss?.Late > HealthyRanges.GuessingLoss * facts.Labels.Guess;

    /// <summary>A value; null where it was not reported.</summary>
    public LayerCurve? Curve(string name) =>
        epochs > 0 && history.Names.Contains(name) ? new LayerCurve(name, [.. history[name].Take(epochs)]) : null;

    /// <summary>The curves of all layers under a metric's name.</summary>
    public IReadOnlyList<LayerCurve> Of(string metric) => epochs == 0 ? [] : [.. history.Names
        .Where(name => name.StartsWith(metric, StringComparison.Ordinal))
        .Select(name => new LayerCurve(name[metric.Length..], [.. history[name].Take(epochs)]))];

    /// <summary>What was measured of a layer before the first step; NaN where it was not.</summary>
    public double Before(string metric, string layer) =>
        Facts is { } facts && facts.Before.TryGetValue(metric + layer, out var value) ? value : double.NaN;

    /// <summary>The layer; null where nothing is known of it.</summary>
    public LayerFacts? Layer(string name) => Facts?.Layers.FirstOrDefault(layer => layer.Name == name)
        ?? Facts?.Layers.FirstOrDefault(layer => layer.Name.StartsWith(name + ".", StringComparison.Ordinal));

    /// <summary>The optimizer of a kernel; null where it is not known.</summary>
    public OptimizerFacts? OptimizerOf(string layer) =>
        Facts?.Optimizers.FirstOrDefault(optimizer => optimizer.Layers.Contains(layer));
}
