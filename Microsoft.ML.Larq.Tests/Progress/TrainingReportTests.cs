using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tests.Hosting;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Tests.Progress;

[TestClass]
public class TrainingReportTests
{
    // The order of a report: task values, validation, rate, flip ratios, gradient flows; then starved weights.
    private static readonly string[] Names =
    [
        "Loss", "Accuracy", "Validation Loss", "Validation Accuracy", "Learning Rate",
        "flip_ratio/quant_dense", "flip_ratio/quant_dense_1",
        "never_flipped/quant_dense", "never_flipped/quant_dense_1",
        "gradient_flow/quant_dense", "gradient_flow/quant_dense_1", "gradient_flow/quant_dense_1.input",
        "gradient_arrival/quant_dense", "gradient_arrival/quant_dense_1", "gradient_arrival/quant_dense_1.input",
        "starved/quant_dense", "starved/quant_dense_1", "positive_share/quant_dense_1.input",
    ];

    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void MonitorProgress_OfATraining_HearsOneCheckpointAnEpoch()
    {
        var events = new List<ProgressEvent>();
        BinarizedNetworkTransformer model;
        using (_context.Larq().MonitorProgress(events.Add)) model = Trainers.Fit(_context, Options(epochs: 4));
        var own = events.Where(one => one.Operation.StartsWith("BinaryNet", StringComparison.Ordinal)).ToList();
        Assert.AreEqual(ProgressEventKind.Started, own[0].Kind);
        Assert.AreEqual(ProgressEventKind.Stopped, own[^1].Kind);
        var checkpoints = own.Where(one => one.IsCheckpoint).ToList();
        Assert.HasCount(4, checkpoints);
        for (var epoch = 1; epoch <= 4; epoch++)
        {
            var one = checkpoints[epoch - 1];
            CollectionAssert.AreEqual(Names, one.Metrics.Select(metric => metric.Key).ToArray());
            CollectionAssert.AreEqual(
                new ProgressUnit[] { new("epochs", epoch, 4), new("batches", 6, 6) }, one.Units.ToArray());
            foreach (var metric in one.Metrics)
            {
                var value = metric.Value!.Value;
                Assert.AreEqual(model.History[metric.Key][epoch - 1], value, Math.Abs(value) * 1e-3, metric.Key);
            }
        }
    }

    [TestMethod]
    public void MonitorProgress_BetweenCheckpoints_HearsLiveValues()
    {
        using var heard = new ManualResetEventSlim();
        var live = new List<ProgressEvent>();
        var options = Options(epochs: 2);

        // Training stands still at the end of each epoch until it was asked for its present values.
        options.Progress = new Waiting(heard);
        using (_context.Larq().MonitorProgress(one =>
        {
            if (one.Kind != ProgressEventKind.Progressed || one.IsCheckpoint || one.Metrics.Count == 0) return;
            live.Add(one);
            heard.Set();
        }))
        {
            Trainers.Fit(_context, options);
        }

        var first = live[0];
        CollectionAssert.AreEqual(Names, first.Metrics.Select(metric => metric.Key).ToArray());
        Assert.IsGreaterThan(0.0, first.Metrics[0].Value!.Value);
        Assert.AreEqual(2.0, first.Units[0].Limit);
        Assert.AreEqual(6.0, first.Units[1].Limit);
    }

    [TestMethod]
    public void MonitorProgress_OfMLNetsOwnTrainer_HearsItsMetrics()
    {
        var events = new List<ProgressEvent>();
        using (_context.Larq().MonitorProgress(events.Add))
            _context.BinaryClassification.Trainers.LbfgsLogisticRegression("Flag").Fit(Samples.Data(_context));
        Assert.IsTrue(events.Any(one => one.IsCheckpoint && one.Metrics.Any(metric => metric.Key == "Loss")));
    }

    [TestMethod]
    public void Log_OfATraining_HasOneLineAnEpochFromBinaryNet()
    {
        var lines = new List<string>();
        _context.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Info
                && message.Source.Contains("BinaryNet", StringComparison.Ordinal))
                lines.Add(message.RawMessage);
        };
        Trainers.Fit(_context, Options(epochs: 3));
        var epochs = lines.Where(line => line.StartsWith("epoch ", StringComparison.Ordinal)).ToArray();
        Assert.HasCount(3, epochs);
        StringAssert.Matches(epochs[2], new(
            @"^epoch 3/3: Loss \S+, Accuracy \S+, Validation Loss \S+, Validation Accuracy \S+, Learning Rate \S+$"));
        Assert.HasCount(1, lines.Where(line => line.Contains("of 90 identical", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Progress_OfATraining_ReportsEveryEpochAndWhatTheHistoryKeeps()
    {
        var heard = new List<TrainingProgress>();
        var options = Options(epochs: 5);
        options.Progress = new Listener(heard);
        var history = Trainers.Fit(_context, options).History;
        var epochs = heard.Where(progress => progress.EpochCompleted).ToArray();
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4, 5 }, epochs.Select(progress => progress.Epoch).ToArray());
        Assert.IsTrue(epochs.All(progress => progress is { Epochs: 5, Batch: 6, Batches: 6 }));
        Assert.AreEqual(1.0, epochs[^1].Fraction);
        CollectionAssert.AreEqual(Names, history.Names.ToArray());
        Assert.AreEqual(5, history.Epochs);
        foreach (var name in Names)
        {
            for (var epoch = 0; epoch < 5; epoch++)
            {
                var reported = epochs[epoch][name];
                Assert.AreEqual(reported, history[name][epoch], Math.Abs(reported) * 5e-4, name);
            }
        }
    }

    [TestMethod]
    public void History_SavedAndLoaded_IsTheSame()
    {
        var data = Trainers.Table(_context);
        var model = Trainers.Fit(_context, Options(epochs: 3));
        using var stream = new MemoryStream();
        _context.Model.Save(model, data.Schema, stream);
        var loaded = (BinarizedNetworkTransformer)_context.Model.Load(stream, out _);
        CollectionAssert.AreEqual(model.History.Names.ToArray(), loaded.History.Names.ToArray());
        foreach (var name in Names) CollectionAssert.AreEqual(model.History[name].ToArray(),
            loaded.History[name].ToArray());
        Assert.AreEqual(model.Agreement, loaded.Agreement);
        var error = Assert.ThrowsExactly<KeyNotFoundException>(() => loaded.History["Nothing"]);
        StringAssert.Contains(error.Message, "'Learning Rate'");
    }

    private BinarizedNetworkTrainer.Options Options(int epochs)
    {
        var options = Trainers.Options(epochs: epochs);
        options.ValidationSet = Trainers.Table(_context);
        return options;
    }

    private sealed class Listener(List<TrainingProgress> heard) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => heard.Add(value);
    }

    private sealed class Waiting(ManualResetEventSlim heard) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => Assert.IsTrue(heard.Wait(TimeSpan.FromSeconds(30)));
    }
}
