using System.Globalization;

namespace Microsoft.ML.Larq.Progress;

/// <summary>How far training is, and every value measured so far in the epoch.</summary>
public sealed record TrainingProgress
{
    internal TrainingProgress()
    {
    }

    /// <summary>The epoch under way or just ended, from 1.</summary>
    public int Epoch { get; internal init; }

    /// <summary>Epochs in all.</summary>
    public int Epochs { get; internal init; }

    /// <summary>Batches of the epoch that are done.</summary>
    public int Batch { get; internal init; }

    /// <summary>Batches an epoch has.</summary>
    public int Batches { get; internal init; }

    /// <summary>Whether the epoch is over; only then are there validation values.</summary>
    public bool EpochCompleted { get; internal init; }

    /// <summary>Time since training began.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>
    /// The values by name, in a fixed order: <see cref="MetricNames.Loss"/>, the task's metric, the same for the
    /// validation set, the optimizers' rates, then each layer's flip ratio, gradient flow and further measurements. NaN
    /// where there is none yet.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, double>> Values { get; internal init; } = [];

    /// <summary>Share of the whole training that is done, from 0 to 1.</summary>
    public double Fraction => Batches == 0 ? 0 : (Epoch - 1 + ((double)Batch / Batches)) / Epochs;

    /// <summary>The value of that name; NaN where there is none.</summary>
    /// <param name="name">One of <see cref="MetricNames"/>, with the layer's name where it takes one.</param>
    public double this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            foreach (var (key, value) in Values)
            {
                if (key == name) return value;
            }

            return double.NaN;
        }
    }

    /// <summary>One line: the epoch, and the values that are not a layer's own.</summary>
    public override string ToString() => $"{Where}: {Text(ofLayers: false)}";

    /// <summary>One line: the epoch, and the values that are a layer's own; null where there are none.</summary>
    internal string? OfLayers() => Text(ofLayers: true) is { Length: > 0 } text ? $"{Where}, layers: {text}" : null;

    private string Where =>
        EpochCompleted ? $"epoch {Epoch}/{Epochs}" : $"epoch {Epoch}/{Epochs}, batch {Batch}/{Batches}";

    private string Text(bool ofLayers) => string.Join(
        ", ",
        Values.Where(pair => MetricNames.IsOfLayer(pair.Key) == ofLayers && !double.IsNaN(pair.Value))
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:G4}")));
}
