using System.Globalization;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training.Callbacks;

namespace Microsoft.ML.Larq.Training;

/// <summary>Stops training when a metric no longer improves, and puts the best epoch's weights back.</summary>
/// <remarks>
/// <para>
/// At the end of epoch t with the metric's value mₜ and the best so far m*, the epoch improves if mₜ + δ &lt; m* where
/// lower is better, mₜ − δ &gt; m* where higher is; then m* = mₜ. After more than one epoch, and as many of them in
/// a row without improvement as <see cref="Patience"/> says, training stops. A NaN never improves.
/// </para>
/// <para>
/// At the end of training, stopped here or not, the network gets the weights of the best epoch back
/// (<see cref="RestoreBestWeights"/>). Cancelled with <see cref="CancellationBehavior.ReturnCurrent"/> it keeps its
/// own.
/// </para>
/// <para>The object is a description: several trainings may share it.</para>
/// <para>Keras: <c>keras.callbacks.EarlyStopping</c>, whose patience is 0 and which restores only if asked.</para>
/// </remarks>
public sealed class EarlyStopping : TrainingCallback
{
    private readonly MetricMode _mode;
    private double _best;
    private int _bestEpoch;
    private int _waited;
    private NetworkWeights? _bestWeights;

    /// <summary>Describes when to stop.</summary>
    /// <param name="metric">
    /// The name of a reported value: one of <see cref="MetricNames"/>, or one that another callback reports from the
    /// first epoch on, wherever that stands among the callbacks. Default <c>Validation Loss</c>, which needs option
    /// <c>ValidationSet</c> or <c>ValidationFraction</c>, as every validation value does; <c>Loss</c> needs neither.
    /// </param>
    /// <param name="patience">
    /// Epochs in a row without improvement after which training stops, at least 0, where 0 stops at the first; default
    /// 5.
    /// </param>
    /// <param name="minDelta">δ, what an improvement must exceed: finite, at least 0; default 0.</param>
    /// <param name="mode">
    /// Which way the metric gets better; null (default) knows losses, accuracies and R², and no other.
    /// </param>
    /// <param name="restoreBestWeights">Whether the best epoch's weights are put back; default true.</param>
    /// <exception cref="ArgumentException">
    /// A value is out of range, or the mode of the metric is not known.
    /// </exception>
    public EarlyStopping(
        string metric = MetricNames.Validation + MetricNames.Loss,
        int patience = 5,
        double minDelta = 0,
        MetricMode? mode = null,
        bool restoreBestWeights = true)
    {
        if (string.IsNullOrWhiteSpace(metric))
            throw new ArgumentException(
                $"EarlyStopping's {nameof(metric)} is a reported value's name, got '{metric}'.", nameof(metric));
        if (patience < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(patience), patience, $"EarlyStopping's {nameof(patience)} is at least 0, got {patience}.");
        }

        if (!(minDelta >= 0 && double.IsFinite(minDelta)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(minDelta), minDelta,
                $"EarlyStopping's {nameof(minDelta)} is finite and at least 0, got {minDelta}.");
        }

        if (mode is { } given && !Enum.IsDefined(given))
        {
            throw new ArgumentOutOfRangeException(
                nameof(mode), mode, $"EarlyStopping's {nameof(mode)} is Min, Max or null, got {mode}.");
        }

        (Metric, Patience, MinDelta, RestoreBestWeights) = (metric, patience, minDelta, restoreBestWeights);
        _mode = mode ?? ModeOf(metric) ?? throw new ArgumentException(
            $"EarlyStopping: whether the metric '{metric}' gets better downwards or upwards is not known; "
            + $"{nameof(mode)} is Min or Max.",
            nameof(mode));
        _best = _mode == MetricMode.Min ? double.PositiveInfinity : double.NegativeInfinity;
    }

    /// <summary>The value that is watched.</summary>
    public string Metric { get; }

    /// <summary>Epochs without improvement after which training stops.</summary>
    public int Patience { get; }

    /// <summary>What an improvement must exceed.</summary>
    public double MinDelta { get; }

    /// <summary>Which way the metric gets better.</summary>
    public MetricMode Mode => _mode;

    /// <summary>Whether the best epoch's weights are put back.</summary>
    public bool RestoreBestWeights { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">No such value is reported; the message lists those that are.</exception>
    public override void OnTrainBegin(TrainingContext training)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (!training.MayReport) RequireMetric(training);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// No such value was reported by the end of the first epoch; the message says what to do.
    /// </exception>
    public override void OnEpochEnd(TrainingContext training)
    {
        ArgumentNullException.ThrowIfNull(training);
        RequireMetric(training);
        var (epoch, value) = (training.Progress.Epoch, training.Progress[Metric]);

        // The first epoch's weights are kept even if its value is NaN: they are then the best there are.
        var improved = _mode == MetricMode.Min ? value + MinDelta < _best : value - MinDelta > _best;
        if (improved) (_best, _waited) = (value, 0);
        else _waited++;
        if (improved || _bestEpoch == 0)
        {
            _bestEpoch = epoch;
            if (RestoreBestWeights) _bestWeights = training.CopyWeights();
        }

        if (improved || _waited < Patience || epoch == 1 || training.IsStopped) return;
        training.Stop(string.Create(
            CultureInfo.InvariantCulture,
            $"Early stopping after epoch {epoch}: '{Metric}' has not improved since epoch {_bestEpoch} ({_best:G4})."));
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainingContext training)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (_bestWeights is null || training.KeepsWeights) return;
        if (_bestEpoch == training.Progress.Epoch && !training.IsCancelled) return;
        training.Restore(_bestWeights, _bestEpoch);
        training.Inform(string.Create(
            CultureInfo.InvariantCulture, $"The weights are those of epoch {_bestEpoch}: '{Metric}' {_best:G4}."));
    }

    /// <inheritdoc/>
    public override void Save(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Numbers["best"] = _best;
        state.Numbers["epoch"] = _bestEpoch;
        state.Numbers["waited"] = _waited;
        if (_bestWeights is not null) state.Weights["best"] = _bestWeights;
    }

    /// <inheritdoc/>
    public override void Load(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _best = state.Number("best");
        _bestEpoch = (int)state.Number("epoch");
        _waited = (int)state.Number("waited");
        _bestWeights = state.Weights.TryGetValue("best", out var weights) ? weights : null;
    }

    internal override TrainingCallback ForRun() =>
        new EarlyStopping(Metric, Patience, MinDelta, _mode, RestoreBestWeights);

    internal override bool WatchesAReport(IReadOnlySet<string> measured) => !measured.Contains(Metric);

    internal override void Check(TrainingOutline outline)
    {
        if (outline.HasValidation || !Metric.StartsWith(MetricNames.Validation, StringComparison.Ordinal)) return;
        throw new ArgumentException(
            $"EarlyStopping watches '{Metric}', which needs option ValidationSet or ValidationFraction; there is "
            + $"neither. '{MetricNames.Loss}' and other values of training can be watched without.");
    }

    private void RequireMetric(TrainingContext training)
    {
        var names = training.Progress.Values.Select(value => value.Key).ToArray();
        if (names.Contains(Metric)) return;
        throw new ArgumentException(
            $"EarlyStopping: no value '{Metric}' is reported; there are '{string.Join("', '", names)}'. One that a "
            + $"callback reports is reported in the first epoch, or announced in its {nameof(OnTrainBegin)} by "
            + $"training.Report(\"{Metric}\", double.NaN).");
    }

    private static MetricMode? ModeOf(string metric)
    {
        var name = metric.StartsWith(MetricNames.Validation, StringComparison.Ordinal)
            ? metric[MetricNames.Validation.Length..]
            : metric;
        return name switch
        {
            MetricNames.Loss or MetricNames.RootMeanSquaredError => MetricMode.Min,
            MetricNames.Accuracy or MetricNames.RSquared => MetricMode.Max,
            _ => null,
        };
    }
}
