using System.Diagnostics;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>Runs the epochs: batches, statistics, validation, report.</summary>
internal sealed class TrainingLoop
{
    private readonly NetworkModule _network;
    private readonly TrainingSettings _settings;
    private readonly ITrainingObserver _observer;
    private readonly BatchFeed _rows;
    private readonly Evaluation? _validation;
    private readonly Reestimation _reestimation;
    private readonly LayerMetrics _metrics;
    private readonly TaskMetric _taskMetric;
    private readonly Stopwatch _clock = new();
    private IReadOnlyList<KeyValuePair<string, double>> _rates = [];

    public TrainingLoop(
        NetworkModule network,
        TrainingSettings settings,
        RowCache rows,
        RowCache? validation,
        Device device,
        ITrainingObserver observer)
    {
        _network = network;
        _settings = settings;
        _observer = observer;
        _rows = new BatchFeed(rows, settings.BatchSize, settings.Labels, device);
        _validation = validation is null ? null : new Evaluation(network, settings, validation, device);
        _reestimation = new Reestimation(network, settings, rows, device);
        _metrics = new LayerMetrics(network, settings.MetricsInterval);
        _taskMetric = TaskMetric.For(settings.Task);
    }

    /// <summary>Trains to the end; afterwards the network's statistics fit its weights.</summary>
    /// <exception cref="ArgumentException">The network has no weights to train.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The loss or a weight is no longer a number.</exception>
    public void Run()
    {
        using var scope = NewDisposeScope();
        var trained = _network.TrainedWeights;
        if (trained.Length == 0) throw new ArgumentException("Option Network: the network has no weights to train.");
        using var optimizer = _settings.Optimizer.Create(trained, _settings.Warn);
        var clip = new LatentClip(_network, _settings.ClipLatentWeights);
        var steps = (long)_settings.Epochs * _rows.Batches;
        _clock.Restart();
        for (var epoch = 1; epoch <= _settings.Epochs; epoch++)
        {
            _rows.Shuffle(new Random(HashSeed(_settings.Seed, epoch)));
            _metrics.Reset();
            _network.train();
            var tally = default(Tally);
            for (var batch = 0; batch < _rows.Batches; batch++)
            {
                _settings.CheckAlive();
                var time = new ScheduleTime(((epoch - 1L) * _rows.Batches) + batch, steps, _rows.Batches);
                tally += Step(optimizer, time, batch, epoch);
                _rates = optimizer.Rates;
                clip.Apply();
                if (_observer.IsDue) _observer.Report(Snapshot(epoch, batch + 1, tally, null));
            }

            CheckFinite(trained.Select(weight => weight.Tensor), epoch);
            if (_validation is not null || epoch == _settings.Epochs) _reestimation.Run();
            _observer.Report(Snapshot(epoch, _rows.Batches, tally, _validation?.Run()) with { EpochCompleted = true });
        }
    }

    private Tally Step(WeightOptimizer optimizer, ScheduleTime time, int batch, int epoch)
    {
        using var scope = NewDisposeScope();
        var (features, labels) = _rows[batch];
        optimizer.ZeroGradients();
        var output = _network.call(features);
        var loss = _settings.Loss.Mean(output, labels);
        _network.Penalties.AddTo(loss).backward();
        optimizer.Step(time);
        using var noGrad = no_grad();
        var mean = loss.Value();
        if (!double.IsFinite(mean)) throw Diverged($"the loss became {mean} in epoch {epoch}, batch {batch + 1}");
        var tally = _taskMetric.Count(output, labels);
        return tally with { Loss = mean * tally.Rows };
    }

    // A loss is that of the weights before its step; those after the last one are looked at here.
    private static void CheckFinite(IEnumerable<Tensor> weights, int epoch)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        if (!weights.All(weight => weight.isfinite().all().Value() != 0))
            throw Diverged($"a weight is no longer a finite number after epoch {epoch}");
    }

    private static InvalidOperationException Diverged(string what) => new(
        $"Training diverged: {what}. A lower learning rate (option Optimizer) usually helps.");

    private TrainingProgress Snapshot(int epoch, int batch, Tally training, Tally? validation) => new()
    {
        Epoch = epoch,
        Epochs = _settings.Epochs,
        Batch = batch,
        Batches = _rows.Batches,
        Elapsed = _clock.Elapsed,
        Values =
        [
            new(MetricNames.Loss, training.MeanLoss),
            new(_taskMetric.Name, _taskMetric.Of(training)),
            .. _validation is null ? [] : Validation(validation ?? default),
            .. _rates,
            .. _metrics.Values,
        ],
    };

    private KeyValuePair<string, double>[] Validation(Tally tally) =>
    [
        new(MetricNames.Validation + MetricNames.Loss, tally.MeanLoss),
        new(MetricNames.Validation + _taskMetric.Name, _taskMetric.Of(tally)),
    ];

    // Any one-to-one mixing will do: neighbouring seeds and epochs must not share an order.
    private static int HashSeed(int seed, int epoch) => unchecked((seed * 1_000_003) ^ (epoch * 7_919));
}
