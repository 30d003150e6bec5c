using System.Diagnostics;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training.Callbacks;
using Microsoft.ML.Larq.Training.Losses;
using Microsoft.ML.Larq.Training.Sharing;

namespace Microsoft.ML.Larq.Training;

/// <summary>Where a training stands and what was measured in it: what callbacks see, and reports say.</summary>
internal sealed class TrainingRun(
    TrainingParts parts, int epochs, Action<string> inform, Action<TrainingWarning> warn) : ITrainingRun
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<TrainingProgress> _history = [];
    private readonly ReportedValues _reported = new();
    private HashSet<string>? _measured;
    private bool _isRevised;
    private List<string>? _held;
    private Tally _tally;
    private Tally? _validated;
    private bool _isEpochOver = true;
    private bool _isFitted;
    private bool _hasChanged;
    private bool _isAnotherEpochs;
    private int? _weightsOf;
    private TimeSpan _before;

    /// <summary>The epoch, from 1; 0 before the first.</summary>
    public int Epoch { get; private set; }

    /// <summary>Batches done in the epoch.</summary>
    public int Batch { get; private set; }

    /// <summary>The epoch whose weights the network has: the last, or one that a callback put back.</summary>
    public int WeightsOfEpoch => _weightsOf ?? Epoch;

    /// <summary>What was reported at the end of each epoch.</summary>
    public IReadOnlyList<TrainingProgress> History
    {
        get
        {
            if (_isRevised) _history[^1] = _history[^1] with { Values = WithReported(_history[^1].Values) };
            _isRevised = false;
            return _history;
        }
    }

    NetworkDefinition ITrainingRun.Definition => parts.Network.Definition;

    double ITrainingRun.RateFactor
    {
        get => parts.Optimizer.RateFactor;
        set => parts.Optimizer.RateFactor = value;
    }

    /// <summary>
    /// The training loss against the labels that was reported for the present weights: that of the last epoch, or the
    /// largest of all where the weights may be another epoch's. NaN where none was reported.
    /// </summary>
    public double ReportedLoss
    {
        get
        {
            var losses = _history.Select(epoch => epoch[parts.Loss.NameOfLabels])
                .Where(loss => !double.IsNaN(loss)).DefaultIfEmpty(double.NaN).ToArray();
            return _isAnotherEpochs ? losses.Max() : losses[^1];
        }
    }

    /// <summary>Goes on after an epoch of an earlier training.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="history">What that training had reported.</param>
    public void GoOn(int epoch, IReadOnlyList<TrainingProgress> history)
    {
        Epoch = epoch;

        _before = history.Select(past => past.Elapsed).DefaultIfEmpty().Max();

        // What is measured may have changed since: one name stays one column, and what a callback reported stays.
        var measured = Measure().Values.Select(value => value.Key);
        _reported.Announce(history.SelectMany(past => past.Values).Select(value => value.Key)
            .Except(measured).Where(name => !MetricNames.IsOfLibrary(name)));
        var names = Measure().Values.Select(value => value.Key).ToArray();
        _history.AddRange(history.Select(past => past with
        {
            Values = [.. names.Select(name => KeyValuePair.Create(name, past[name]))],
        }));
    }

    public void BeginEpoch()
    {
        Epoch++;
        (Batch, _tally, _validated, _isEpochOver) = (0, default, null, false);
        _reported.Reset();
    }

    /// <summary>Statistics that were fitted are not the weights' any more.</summary>
    public void BeginBatch() => _isFitted = false;

    public void EndBatch(Tally tally)
    {
        _tally += tally;
        Batch++;
    }

    public void EndEpoch(Tally? validated)
    {
        _validated = validated;
        _tally = parts.Sharing.Combine(_tally, parts.Loss, parts.Measures);
        _isEpochOver = true;
        _history.Add(Measure());
        _held = [];
    }

    /// <summary>Tells what callbacks had to say of the epoch, now that the epoch itself is reported.</summary>
    public void Tell()
    {
        var held = _held ?? [];
        _held = null;
        foreach (var message in held) inform(message);
    }

    /// <summary>Ends the epoch under way as it is: its weights are not those of which a loss was reported.</summary>
    public void Cancel()
    {
        if (!_isEpochOver && Batch == 0) _weightsOf = Epoch - 1;
        (_isEpochOver, _isAnotherEpochs) = (true, true);
    }

    /// <summary>Makes the statistics those of the weights: once for the same weights, whoever asks first.</summary>
    public void FitStatistics()
    {
        if (!_isFitted) parts.Reestimation?.Run();
        _isFitted = true;
    }

    /// <summary>Does what rank 0's callbacks have done.</summary>
    /// <param name="context">What they may see and do.</param>
    public void Follow(TrainingContext context)
    {
        var deeds = parts.Sharing.Ranks.OfFirst(new CallbackDeeds(
            context.IsStopped, parts.Optimizer.RateFactor, _hasChanged, _isFitted, _weightsOf ?? -1));
        context.IsStopped = deeds.IsStopped;
        parts.Optimizer.RateFactor = deeds.RateFactor;
        if (deeds.HasChanged)
        {
            parts.Sharing.TakeOverWeights();
            _isFitted = deeds.IsFitted;
            if (deeds.WeightsOf >= 0) (_weightsOf, _isAnotherEpochs) = (deeds.WeightsOf, true);
        }

        _hasChanged = false;
    }

    /// <summary>The values as they are now.</summary>
    public TrainingProgress Measure() => new()
    {
        Epoch = Epoch,
        Epochs = epochs,
        Batch = Batch,
        Batches = parts.Rows.Batches,
        Elapsed = _before + _clock.Elapsed,
        EpochCompleted = _isEpochOver && Epoch > 0,
        Values =
        [
            new(MetricNames.Loss, _tally.MeanLoss),
            .. parts.Metric.Values(_tally),
            .. parts.Loss.Values,
            .. parts.Validation is null ? [] : Validation(_validated ?? default),
            .. parts.Optimizer.Rates,
            .. parts.Measures.Values,
            .. _reported.Values,
        ],
    };

    // The values of an epoch that is over stand in the history already.
    TrainingProgress ITrainingRun.Measure() =>
        _isEpochOver && _history.Count > 0 && _history[^1].Epoch == Epoch ? History[^1] : Measure();

    // Rank 0 alone has callbacks.
    NetworkWeights ITrainingRun.Copy(bool fitted)
    {
        if (fitted && _isEpochOver && !_isFitted)
        {
            parts.Reestimation?.Run(byItself: true);
            (_isFitted, _hasChanged) = (true, true);
        }

        return parts.Network.Save();
    }

    void ITrainingRun.Restore(NetworkWeights weights, int epoch)
    {
        parts.Network.Load(weights);
        (_isFitted, _isAnotherEpochs, _weightsOf, _hasChanged) = (false, true, epoch, true);
    }

    IReadOnlyList<(string Tag, HistogramFacts Histogram)> ITrainingRun.Histograms => parts.Measures.Histograms.Taken;

    void ITrainingRun.Inform(string message)
    {
        if (_held is null) inform(message);
        else _held.Add(message);
    }

    void ITrainingRun.Report(string name, double value)
    {
        if (_isEpochOver && _held is null && Epoch > 0)
            throw new InvalidOperationException($"Value '{name}': a value belongs to an epoch, and the last is over.");
        _measured ??= [.. Measure().Values.Select(one => one.Key).Where(one => !_reported.Has(one))];
        _reported.Set(name, value, _measured.Contains);
        _isRevised |= _isEpochOver && Epoch > 0;
    }

    private KeyValuePair<string, double>[] WithReported(IReadOnlyList<KeyValuePair<string, double>> values) =>
        [.. values.Where(value => !_reported.Has(value.Key)), .. _reported.Values];

    void ITrainingRun.Warn(TrainingWarning warning) => warn(warning);

    private KeyValuePair<string, double>[] Validation(Tally tally) =>
    [
        new(MetricNames.Validation + MetricNames.Loss, tally.MeanLoss),
        .. parts.Metric.Values(tally)
            .Select(value => KeyValuePair.Create(MetricNames.Validation + value.Key, value.Value)),
    ];
}
