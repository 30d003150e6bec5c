using System.Collections.Immutable;
using Microsoft.ML.Larq.Progress;

namespace QuickStart.Display;

/// <summary>Keeps what training reports; written on training's thread, read on the display's.</summary>
internal sealed class TrainingLog : IProgress<TrainingProgress>
{
    private volatile TrainingState? _state;

    /// <summary>Raised on training's thread after every epoch.</summary>
    public event Action<TrainingState>? EpochCompleted;

    /// <summary>Everything heard so far; null before the first report.</summary>
    public TrainingState? State => _state;

    public void Report(TrainingProgress value)
    {
        var epochs = _state?.Epochs ?? [];
        var state = new TrainingState(value, value.EpochCompleted ? epochs.Add(value) : epochs);
        _state = state;
        if (value.EpochCompleted) EpochCompleted?.Invoke(state);
    }
}

/// <summary>The latest report, and those at the end of each epoch.</summary>
internal sealed record TrainingState(TrainingProgress Latest, ImmutableList<TrainingProgress> Epochs)
{
    /// <summary>The layers that have a flip ratio, in the network's order.</summary>
    public IEnumerable<string> Layers => Latest.Values.Select(value => value.Key)
        .Where(name => name.StartsWith(MetricNames.FlipRatio, StringComparison.Ordinal))
        .Select(name => name[MetricNames.FlipRatio.Length..]);

    /// <summary>
    /// Metrics of one's own, as <c>my_metric/</c>, and values that callbacks report, without those of the library.
    /// </summary>
    public IEnumerable<string> Own => Latest.Values.Select(value => value.Key)
        .Select(name => name.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? name[..(slash + 1)] : name)
        .Distinct().Where(name => !Ours.Contains(name));

    public TimeSpan TimeLeft => Latest.Fraction > 0 ? Latest.Elapsed * ((1 / Latest.Fraction) - 1) : TimeSpan.Zero;

    /// <summary>The value as it is now: the epoch's so far, or the last epoch's; NaN where there is none.</summary>
    public double Now(string name) => !double.IsNaN(Latest[name]) || Epochs.IsEmpty ? Latest[name] : Epochs[^1][name];

    /// <summary>The value at the end of each epoch.</summary>
    public IEnumerable<double> Past(string name) => Epochs.Select(epoch => epoch[name]);

    private static readonly HashSet<string> Ours =
    [
        .. from prefix in new[] { "", MetricNames.Validation }
           from name in new[] { MetricNames.Loss, MetricNames.Accuracy }
           select prefix + name,
        MetricNames.LearningRate, $"{MetricNames.LearningRate}/", MetricNames.FlipRatio, MetricNames.GradientFlow,
        MetricNames.GradientArrival, MetricNames.PositiveShare, MetricNames.NeverFlipped, MetricNames.Starved,
        MetricNames.GradientMismatch, MetricNames.GradientRatio, MetricNames.FittingError,
        MetricNames.GradientInstability,
    ];

    public bool Has(string name) => Latest.Values.Any(value => value.Key == name);
}
