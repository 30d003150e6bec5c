using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.Training.Callbacks;

/// <summary>Values that callbacks report.</summary>
[TestClass]
public class ReportTests
{
    private readonly MLContext _context = new(seed: 1);

    // Six batches an epoch; the second value begins in the second epoch.
    [TestMethod]
    public void Report_FromAnyCall_IsTheLastOfItsEpochEverywhere()
    {
        var (events, reports, log) = (new List<ProgressEvent>(), new List<TrainingProgress>(), new List<string>());
        _context.Log += (_, message) => log.Add(message.Message);
        var options = Trainers.Options(epochs: 3);
        options.Progress = new Heard(reports.Add);
        options.Callbacks =
        [
            new Hooks
            {
                TrainBegin = t => t.Report("Batches Seen", 99),
                BatchEnd = t => t.Report("Batches Seen", t.Progress.Batch),
                EpochEnd = t =>
                {
                    if (t.Progress.Epoch > 1) t.Report("square/quant_dense", t.Progress.Epoch * t.Progress.Epoch);
                    Assert.AreEqual(6, t.Progress["Batches Seen"]);
                },
            },
        ];
        BinarizedNetworkTransformer model;
        using (_context.Larq().MonitorProgress(events.Add)) model = Trainers.Fit(_context, options);
        CollectionAssert.AreEqual(new[] { 6.0, 6, 6 }, model.History["Batches Seen"].ToArray());
        CollectionAssert.AreEqual(new[] { double.NaN, 4, 9 }, model.History["square/quant_dense"].ToArray());
        var epochs = reports.Where(report => report.EpochCompleted).ToArray();
        Assert.AreEqual((6, 9), (epochs[2]["Batches Seen"], epochs[2]["square/quant_dense"]));
        var checkpoints = events.Where(one => one.IsCheckpoint)
            .Where(one => one.Operation.StartsWith("BinaryNet", StringComparison.Ordinal)).ToArray();
        Assert.HasCount(3, checkpoints);
        Assert.AreEqual(
            "null, 4, 9",
            string.Join(", ", checkpoints.Select(one => one.Metrics
                .FirstOrDefault(metric => metric.Key == "square/quant_dense").Value?.ToString() ?? "null")));
        foreach (var one in checkpoints)
        {
            CollectionAssert.AllItemsAreUnique(one.Metrics.Select(metric => metric.Key).ToArray());
            Assert.AreEqual(6, one.Metrics.Single(metric => metric.Key == "Batches Seen").Value);
        }

        Assert.IsTrue(log.Any(line => line.Contains("epoch 3/3") && line.Contains("Batches Seen 6")
            && !line.Contains("square")), string.Join('\n', log));
        Assert.AreEqual("Batches Seen", epochs[0].Values[^1].Key);
    }

    // The epoch's line comes first in the log, then what callbacks had to say of it.
    [TestMethod]
    public void Report_AndStop_TellTheEpochFirst()
    {
        var log = new List<string>();
        _context.Log += (_, message) => log.Add(message.Message);
        var options = Trainers.Options(epochs: 3);
        options.Callbacks = [new Hooks { EpochEnd = t => t.Stop("that was enough") }];
        Trainers.Fit(_context, options);
        var (epoch, word) = (log.FindIndex(line => line.Contains("epoch 1/3")),
            log.FindIndex(line => line.Contains("that was enough")));
        Assert.IsTrue(epoch >= 0 && word > epoch, string.Join('\n', log));
    }

    [TestMethod]
    [DataRow("Loss")]
    [DataRow("Learning Rate")]
    [DataRow("flip_ratio/quant_dense")]
    [DataRow("starved/nothing")]
    [DataRow("Validation gradient_flow/mine")]
    [DataRow("Epoch")]
    public void Report_UnderTheNameOfSomethingMeasured_IsRefused(string name)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => Fit(new Hooks { BatchEnd = t => t.Report(name, 1) }));
        StringAssert.Contains(error.Message, $"'{name}' is measured by the training itself");
    }

    [TestMethod]
    public void Report_UnderANameThatIsNone_IsRefused()
    {
        foreach (var name in new[] { "", " ", "a\nb", "\ud800", new string('x', 201) })
            Assert.ThrowsExactly<ArgumentException>(() => Fit(new Hooks { BatchEnd = t => t.Report(name, 1) }), name);
        Fit(new Hooks { BatchEnd = t => t.Report(new string('x', 200), double.NaN) });
    }

    [TestMethod]
    public void Report_AThousandNames_AreAllThatThereMayBe()
    {
        var model = Fit(new Hooks
        {
            EpochEnd = t =>
            {
                for (var i = 0; i < 1000; i++) t.Report($"value {i}", i);
                StringAssert.Contains(
                    Assert.ThrowsExactly<ArgumentException>(() => t.Report("one more", 1)).Message, "at most 1000");
            },
        });
        Assert.AreEqual(999, model.History["value 999"][0]);
    }

    // Of every batch a thousand names: what is asked of the training is asked once, not once a name.
    [TestMethod]
    public void Report_ManyNames_MeasuresOnce()
    {
        var metric = new Asked();
        var options = Trainers.Options(epochs: 2);
        options.Metrics = [LayerMetric.Of(() => metric).For(QuantizerRole.Kernel).On("quant_dense")];
        Trainers.Fit(_context, options);
        var plain = metric.Count;
        metric = new Asked();
        options.Callbacks =
        [
            new Hooks
            {
                BatchEnd = t =>
                {
                    for (var i = 0; i < 1000; i++) t.Report($"value {i}", i);
                },
            },
        ];
        Trainers.Fit(_context, options);
        Assert.IsLessThanOrEqualTo(plain + 20, metric.Count, $"{plain} without reports");
    }

    [TestMethod]
    public void Report_AfterTheLastEpoch_IsRefused()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => Fit(new Hooks { TrainEnd = t => t.Report("late", 1) }));
        StringAssert.Contains(error.Message, "'late': a value belongs to an epoch, and the last is over");
    }

    private BinarizedNetworkTransformer Fit(TrainingCallback callback)
    {
        var options = Trainers.Options(epochs: 1);
        options.Callbacks = [callback];
        return Trainers.Fit(_context, options);
    }

    // Counts how often it is asked for its value.
    private sealed class Asked() : QuantizerMetric("asked")
    {
        public int Count { get; private set; }

        protected override double Compute() => ++Count;
    }

    private sealed class Heard(Action<TrainingProgress> heard) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => heard(value);
    }
}
