using System.Diagnostics;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Optimizers.Schedules;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tensors;
using Microsoft.ML.Larq.Training.Augmentation;
using Microsoft.ML.Larq.Training.Callbacks;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Distilling;
using Microsoft.ML.Larq.Training.Measures;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>Runs the epochs: batches, statistics, validation, report.</summary>
internal sealed partial class TrainingLoop : ITrainingRun
{
    private readonly NetworkModule _network;
    private readonly TrainingSettings _settings;
    private readonly Cancellation _cancellation;
    private readonly Lesson _lesson;
    private readonly ITrainingObserver _observer;
    private readonly BatchFeed _rows;
    private readonly Evaluation? _validation;
    private readonly Reestimation _reestimation;
    private readonly LayerMetrics _metrics;
    private readonly Func<WeightOptimizer, LayerProbes> _probesOf;
    private readonly TaskMetric _taskMetric;
    private readonly Stopwatch _clock = new();
    private readonly List<TrainingProgress> _history = [];
    private TrainedWeight[] _trained = [];
    private WeightOptimizer? _optimizer;
    private LayerProbes? _probes;
    private int _epoch;
    private int _batch;
    private Tally _tally;
    private Tally? _validated;
    private bool _isEpochOver;
    private bool _isFitted;
    private bool _isBehind;

    public TrainingLoop(
        NetworkModule network,
        TrainingSettings settings,
        RowCache rows,
        RowCache? validation,
        Device device,
        ITrainingObserver observer,
        Teacher? teacher = null)
    {
        _cancellation = new Cancellation(settings.CheckAlive, settings.OnCancellation);
        settings = settings with { CheckAlive = _cancellation.Check };
        _network = network;
        _settings = settings;
        var loss = settings.ClassWeights is { } weights ? settings.Loss.Weighted(weights) : settings.Loss;
        _lesson = new Lesson(network, settings, loss, teacher);
        _observer = observer;
        var augmenter = new Augmenter(settings.Augmentation, network.Definition.InputShape, settings.Seed);
        _rows = new BatchFeed(rows, settings.BatchSize, settings.Labels, device, augmenter);
        _validation = validation is null ? null : new Evaluation(network, settings, validation, device);
        _reestimation = new Reestimation(network, settings, rows, device);
        _metrics = settings.Measuring.LayerMetrics
            ? new LayerMetrics(network, settings.Measuring.MetricsInterval)
             : LayerMetrics.None;
        _probesOf = optimizer => new LayerProbes(network, settings, rows, device, optimizer);
        _taskMetric = TaskMetric.For(settings.Task);
    }

    NetworkDefinition ITrainingRun.Definition => _network.Definition;

    double ITrainingRun.RateFactor
    {
        get => _optimizer!.RateFactor;
        set => _optimizer!.RateFactor = value;
    }

    /// <summary>Trains to the end; afterwards the network's statistics fit its weights.</summary>
    /// <exception cref="ArgumentException">The network has no weights to train.</exception>
    /// <exception cref="OperationCanceledException">
    /// Training was cancelled before the first step, or a model is not wanted then.
    /// </exception>
    /// <exception cref="InvalidOperationException">The loss or a weight is no longer a number.</exception>
    public void Run()
    {
        using var scope = NewDisposeScope();
        _trained = _network.TrainedWeights;
        if (_trained.Length == 0) throw new ArgumentException("Option Network: the network has no weights to train.");
        using var optimizer = _optimizer = _settings.Optimizer.Create(_trained, _settings.Warn);
        _probes = _probesOf(optimizer);
        var clip = new LatentClip(_network, _settings.ClipLatentWeights);
        IEnumerable<TrainingCallback> own = _settings.OnCancellation == CancellationBehavior.ReturnBest
            ? [new BestSoFar()]
            : [];
        using var callbacks = new CallbackList(own.Concat(_settings.Callbacks), this);
        _clock.Restart();
        _isEpochOver = true;
        if (_settings.Resume is { } state) Resume(state, optimizer, callbacks);
        else callbacks.TrainBegin();
        try
        {
            while (_epoch < _settings.Epochs && !callbacks.Context.IsStopped) RunEpoch(optimizer, clip, callbacks);
        }
        catch (OperationCanceledException) when ((_epoch > 1 || _batch > 0) && _cancellation.Accept())
        {
            _settings.Warn($"Training was cancelled in epoch {_epoch}, after {_batch} of {_rows.Batches} batches.");
            _network.RequireKept();
            CheckFinite();
            _isEpochOver = true;
            (callbacks.Context.IsCancelled, callbacks.Context.KeepsWeights) = (true, _cancellation.ReturnsCurrent);
            _isAnotherEpochs = true;
        }

        callbacks.TrainEnd();
        FitStatistics();
    }

    // An epoch that is over has been measured.
    TrainingProgress ITrainingRun.Measure() =>
        _isEpochOver && _history.Count > 0 && _history[^1].Epoch == _epoch ? _history[^1] : Measure();

    private TrainingProgress Measure() => new()
    {
        Epoch = _epoch,
        Epochs = _settings.Epochs,
        Batch = _batch,
        Batches = _rows.Batches,
        Elapsed = _clock.Elapsed,
        EpochCompleted = _isEpochOver && _epoch > 0,
        Values =
        [
            new(MetricNames.Loss, _tally.MeanLoss),
            new(_taskMetric.Name, _taskMetric.Of(_tally)),
            .. _lesson.Values,
            .. _validation is null ? [] : Validation(_validated ?? default),
            .. _optimizer!.Rates,
            .. _metrics.Values,
            .. _probes!.Values,
        ],
    };

    NetworkWeights ITrainingRun.Copy(bool fitted)
    {
        if (fitted && _isEpochOver) FitStatistics();
        return _network.Save();
    }

    void ITrainingRun.Restore(NetworkWeights weights)
    {
        _network.Load(weights);
        (_isFitted, _isAnotherEpochs) = (false, true);
    }

    void ITrainingRun.Inform(string message) => _settings.Inform(message);

    private void RunEpoch(WeightOptimizer optimizer, LatentClip clip, CallbackList callbacks)
    {
        _epoch++;
        Shuffle(_epoch);
        if (_settings.DrawsFromTorch) TorchScope.Seed(HashSeed(_settings.Seed, _epoch));
        _lesson.Reset();
        _metrics.Reset();
        _probes!.Reset();
        _network.train();
        (_batch, _tally, _validated, _isEpochOver) = (0, default, null, false);
        callbacks.EpochBegin();
        while (_batch < _rows.Batches && !callbacks.Context.IsStopped)
        {
            _settings.CheckAlive();
            callbacks.BatchBegin();
            _isFitted = false;
            _tally += Step(optimizer);
            clip.Apply();
            _batch++;
            if (_observer.IsDue) _observer.Report(Measure());
            callbacks.BatchEnd();
        }

        CheckFinite();
        _network.RequireKept();
        _probes.Run(_epoch);
        if (_validation is not null || _epoch == _settings.Epochs) FitStatistics();
        _validated = _validation?.Run();
        _isEpochOver = true;
        _history.Add(Measure());
        _observer.Report(_history[^1]);
        callbacks.EpochEnd();
        var isDue = _isBehind || _epoch % _settings.KeepInterval == 0 || _epoch == _settings.Epochs
            || callbacks.Context.IsStopped;
        if (isDue && _settings.Keep is { } keep) _isBehind = !keep(Capture(optimizer, callbacks));
    }

    // Done once for the same weights, whoever asks first.
    private void FitStatistics()
    {
        if (!_isFitted) _reestimation.Run();
        _isFitted = true;
    }

    private Tally Step(WeightOptimizer optimizer)
    {
        using var scope = NewDisposeScope();
        var steps = (long)_settings.Epochs * _rows.Batches;
        var time = new ScheduleTime(((_epoch - 1L) * _rows.Batches) + _batch, steps, _rows.Batches);
        var (features, labels) = _rows[_batch];
        optimizer.ZeroGradients();
        var (output, loss) = _lesson.Give(features, labels);
        _network.Penalties.AddTo(loss).backward();
        _network.ThrowFaults();
        using var noGrad = no_grad();
        _settings.GradientClipping?.Apply(_trained);
        optimizer.Step(time);
        var mean = loss.Value();
        if (!double.IsFinite(mean)) throw Diverged($"the loss became {mean} in epoch {_epoch}, batch {_batch + 1}");
        var tally = _taskMetric.Count(output, labels);
        return tally with { Loss = mean * tally.Rows };
    }

    // A loss is that of the weights before its step; those after the last one are looked at here.
    private void CheckFinite()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        if (!_trained.All(weight => weight.Tensor.isfinite().all().Value() != 0))
            throw Diverged($"a weight is no longer a finite number after epoch {_epoch}");
    }

    private static InvalidOperationException Diverged(string what) => new(
        $"Training diverged: {what}. A lower learning rate (option Optimizer) usually helps.");

    private KeyValuePair<string, double>[] Validation(Tally tally) =>
    [
        new(MetricNames.Validation + MetricNames.Loss, tally.MeanLoss),
        new(MetricNames.Validation + _taskMetric.Name, _taskMetric.Of(tally)),
    ];

    // Any one-to-one mixing will do: neighbouring seeds and epochs must not share an order.
    private static int HashSeed(int seed, int epoch) => unchecked((seed * 1_000_003) ^ (epoch * 7_919));
}
