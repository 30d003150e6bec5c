using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Clusters;
using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tests.Hosting;
using Microsoft.ML.Larq.Training;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests.Clusters;

[TestClass]
public class ClusterFitTests
{
    private readonly MLContext _context = new(seed: 1);

    // No launcher started the tests.
    [TestMethod]
    public void Fit_ClusterOfOne_GivesTheBitsOfNone()
    {
        var none = Trainers.Bytes(Fit(Options()));
        foreach (var cluster in new[] { Cluster.InProcess(1), Cluster.Mpi(), Cluster.Mpi(rowsAreShares: true) })
        {
            Assert.AreEqual((0, 1), (cluster.Rank, cluster.Size));
            CollectionAssert.AreEqual(none, Trainers.Bytes(Fit(Options(cluster))), cluster.ToString());
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Fit_SameRanksAndSeed_GivesTheSameBits(bool together)
    {
        var first = Fit(Options(Cluster.InProcess(3, together)));
        var second = Fit(Options(Cluster.InProcess(3, together)));
        CollectionAssert.AreEqual(Trainers.Bytes(first), Trainers.Bytes(second));
        CollectionAssert.AreEqual(
            first.History[MetricNames.Loss].ToArray(), second.History[MetricNames.Loss].ToArray());
        Assert.AreEqual(90, first.History.Facts!.Rows);
        CollectionAssert.AreNotEqual(Trainers.Bytes(first), Trainers.Bytes(Fit(Options())));
    }

    [TestMethod]
    public void Fit_TwoRanks_LearnAndEndAsOneModel()
    {
        var models = RanksTests.Run(2, ranks =>
        {
            var options = Options(epochs: 60);
            options.BatchSize = 8;
            return Trainer(options).Fit(Table, null, ranks);
        });
        Assert.IsGreaterThan(0.9, models[0].History[MetricNames.Accuracy][^1]);
        CollectionAssert.AreEqual(Trainers.Bytes(models[0]), Trainers.Bytes(models[1]));
    }

    // Each rank has other rows, sorted by the label: thresholds, scale, rows that are held out and all that follows are
    // those of the whole, to the bit.
    [TestMethod]
    [DataRow("Label", 0f)]
    [DataRow("Target", 0f)]
    [DataRow("Target", 0.2f)]
    [DataRow("Flag", 0.3f)]
    public void Fit_SharesSortedByLabel_TrainAsAllReadingTheWhole(string label, float fraction)
    {
        var sorted = _context.Data.CreateEnumerable<Samples.Row>(Samples.Data(_context), reuseRowObject: false)
            .OrderBy(row => row.Target).ToArray();
        var keys = _context.Transforms.Conversion.MapValueToKey("Label", "Text").Fit(View(sorted));
        var options = Options(label: label);
        options.ValidationFraction = fraction;
        var whole = RanksTests.Run(3, ranks => Trainer(options).Fit(keys.Transform(View(sorted)), null, ranks));
        Samples.Row[][] shares = [sorted[..20], sorted[20..75], sorted[75..]];
        var shared = RanksTests.Run(
            3, ranks => Trainer(options).Fit(keys.Transform(View(shares[ranks.Rank])), null, ranks), shares: true);
        foreach (var model in shared) CollectionAssert.AreEqual(Trainers.Bytes(whole[0]), Trainers.Bytes(model));
        var (facts, expected) = (shared[1].History.Facts!, whole[0].History.Facts!);
        Assert.AreEqual((expected.Rows, expected.ValidationRows), (facts.Rows, facts.ValidationRows));
        Assert.AreEqual(expected.Labels.Mean, facts.Labels.Mean);
        Assert.AreEqual(expected.Labels.Deviation, facts.Labels.Deviation);
        CollectionAssert.AreEqual(expected.Labels.Counts.ToArray(), facts.Labels.Counts.ToArray());

        // One rank alone fits thresholds to the same rows.
        var alone = Trainer(options).Fit(keys.Transform(View(sorted)));
        Assert.IsTrue(alone.Weights["quantile_thermometer/thresholds"].Values.SequenceEqual(
            shared[0].Weights["quantile_thermometer/thresholds"].Values));
    }

    // Of 90 rows, 4 ranks of 11 leave two for the last step, in which two ranks have none.
    [TestMethod]
    [DataRow(3, 7)]
    [DataRow(4, 11)]
    public void Fit_MetricsOfOnesOwn_CountTheRowsOfAllRanks(int ranks, int batch)
    {
        var options = Options(Cluster.InProcess(ranks));
        options.BatchSize = batch;
        options.Metrics = [LayerMetric.Of(() => new RowCount()).For(QuantizerRole.Input), LayerMetric.FlipRatio];
        options.MetricsInterval = 1;
        var history = Fit(options).History;
        foreach (var rows in history["row_count/quant_dense_1.input"]) Assert.AreEqual(90.0, rows);
        foreach (var flips in history["flip_ratio/quant_dense"]) Assert.IsTrue(flips is >= 0 and <= 1);
    }

    [TestMethod]
    public void Fit_EarlyStopping_StopsAllAndPutsTheBestBack()
    {
        var callbacks = new List<Speaker>();
        var models = RanksTests.Run(2, ranks =>
        {
            var options = Options(epochs: 50);
            options.ValidationFraction = 0.3f;
            var speaker = new Speaker();
            lock (callbacks) callbacks.Add(speaker);
            options.Callbacks = [new EarlyStopping(patience: 2), speaker];
            return Trainer(options).Fit(Table, null, ranks);
        });
        Assert.IsLessThan(50, models[0].History.Epochs);
        Assert.AreEqual(models[0].History.Epochs, models[1].History.Epochs);
        CollectionAssert.AreEqual(Trainers.Bytes(models[0]), Trainers.Bytes(models[1]));

        // Rank 0 alone calls them.
        Assert.HasCount(1, callbacks.Where(callback => callback.Epochs == models[0].History.Epochs).ToArray());
        Assert.HasCount(1, callbacks.Where(callback => callback.Epochs == 0).ToArray());
    }

    // It reads fitted weights within an epoch's end, which re-estimates on rank 0 alone.
    [TestMethod]
    public void Fit_CallbackThatReadsWeightsAndLowersRates_IsFollowed()
    {
        var models = RanksTests.Run(2, ranks =>
        {
            var options = Options(epochs: 4);
            options.Callbacks = [new Speaker { Reads = true }];
            return Trainer(options).Fit(Table, null, ranks);
        });
        CollectionAssert.AreEqual(Trainers.Bytes(models[0]), Trainers.Bytes(models[1]));
        var plain = RanksTests.Run(2, ranks => Trainer(Options(epochs: 4)).Fit(Table, null, ranks));
        CollectionAssert.AreNotEqual(Trainers.Bytes(plain[0]), Trainers.Bytes(models[0]));
    }

    [TestMethod]
    public void Fit_Checkpoints_ResumeToTheSameBits()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"larq-cluster-{Guid.NewGuid():N}");
        try
        {
            var whole = Fit(Dropping(4, null));
            Assert.Throws<OperationCanceledException>(() => Fit(Stopped(folder)));
            var resumed = Fit(Dropping(4, folder));
            Assert.AreEqual(4, resumed.History.Epochs);
            CollectionAssert.AreEqual(Trainers.Bytes(whole), Trainers.Bytes(resumed));
            var other = Dropping(4, folder);
            other.Cluster = null;
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentException>(() => Fit(other)).Message,
                "differs in the number of ranks: 2 there, 1 here");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Options Dropping(int epochs, string? from)
        {
            var options = Options(Cluster.InProcess(2), epochs);
            options.Network = (input, outputs) => input.Dense(16).BatchNormalization().Dropout(0.3f)
                .QuantDense(32, "ste_sign", "ste_sign", useBias: false).BatchNormalization().Dense(outputs);
            options.ResumeFrom = from;
            return options;
        }

        Options Stopped(string at)
        {
            var options = Dropping(4, null);
            options.Checkpoints = new CheckpointOptions(at);
            options.Callbacks = [new Speaker { StopsAfter = 2 }];
            return options;
        }
    }

    [TestMethod]
    public void Fit_Cancelled_EndsAllRanks()
    {
        using var source = new CancellationTokenSource();
        var options = Options(Cluster.InProcess(2), epochs: 1000);
        options.CancellationToken = source.Token;
        options.Progress = new Canceller(source, 2);
        Assert.Throws<OperationCanceledException>(() => Fit(options));
    }

    [TestMethod]
    public void Fit_CancelledWithAModelWanted_StopsAllAfterTheSameBatch()
    {
        using var source = new CancellationTokenSource();
        var models = RanksTests.Run(2, ranks =>
        {
            var options = Options(epochs: 1000);
            options.OnCancellation = CancellationBehavior.ReturnBest;

            // Rank 1 alone is cancelled.
            if (ranks.Rank == 1) options.CancellationToken = source.Token;
            else options.Progress = new Canceller(source, 2);
            return Trainer(options).Fit(Table, null, ranks);
        });
        Assert.IsLessThan(1000, models[0].History.Epochs);
        CollectionAssert.AreEqual(Trainers.Bytes(models[0]), Trainers.Bytes(models[1]));
    }

    private static Options Options(Cluster? cluster = null, int epochs = 3, string label = "Label")
    {
        var options = Trainers.Options(label, epochs);
        options.Cluster = cluster;
        options.NumberOfThreads = 1;
        return options;
    }

    private IDataView Table => Trainers.Table(_context);

    private IDataView View(Samples.Row[] rows) => _context.Data.LoadFromEnumerable(rows);

    private BinarizedNetworkTrainer Trainer(Options options) => _context.Larq().BinaryNet(options);

    private BinarizedNetworkTransformer Fit(Options options) => Trainer(options).Fit(Table);

    private sealed class RowCount : QuantizerMetric
    {
        private readonly MetricState _rows;

        public RowCount()
            : base("row_count") => _rows = Remember("rows");

        protected override void OnForward(QuantizerPass pass) => _rows.Add(pass.Input.size(0));

        protected override double Compute() => _rows.Read();
    }

    private sealed class Speaker : TrainingCallback
    {
        public int Epochs { get; private set; }

        public bool Reads { get; init; }

        public int StopsAfter { get; init; }

        public override void OnEpochEnd(TrainingContext training)
        {
            Epochs++;
            if (Epochs == StopsAfter) throw new OperationCanceledException();
            if (!Reads) return;
            Assert.IsFalse(training.ReadWeights().Values.Any(weight => weight.Values.Contains(float.NaN)));
            training.ScaleLearningRate(0.5);
        }
    }

    private sealed class Canceller(CancellationTokenSource source, int epoch) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Epoch >= epoch) source.Cancel();
        }
    }
}
