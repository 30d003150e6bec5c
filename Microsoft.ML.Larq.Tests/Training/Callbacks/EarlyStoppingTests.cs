using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Callbacks;

namespace Microsoft.ML.Larq.Tests.Training.Callbacks;

[TestClass]
public class EarlyStoppingTests
{
    // The values an epoch, the epoch that must be the last (0: none), and the one whose weights must come back.
    [TestMethod]
    [DataRow("5 4 3 2", 2, 0.0, MetricMode.Min, 0, 0)]
    [DataRow("5 4 4 4 4", 2, 0.0, MetricMode.Min, 4, 2)]
    [DataRow("5 4 4 4 4", 3, 0.0, MetricMode.Min, 5, 2)]
    [DataRow("5 4 4.5 3 3.5 3.5", 2, 0.0, MetricMode.Min, 6, 4)]
    [DataRow("5 4.9 4.8 4.7 4.6", 2, 0.15, MetricMode.Min, 0, 0)]
    [DataRow("5 4.9 4.8 4.7 4.6", 2, 0.5, MetricMode.Min, 3, 1)]
    [DataRow("1 2 2 3", 1, 0.0, MetricMode.Max, 3, 2)]
    [DataRow("1 2 3 4", 1, 0.0, MetricMode.Max, 0, 0)]
    [DataRow("1 2 3 4", 1, 0.0, MetricMode.Min, 2, 1)]
    [DataRow("5 5 5", 0, 0.0, MetricMode.Min, 2, 1)]
    [DataRow("NaN NaN NaN", 2, 0.0, MetricMode.Min, 2, 1)]
    [DataRow("NaN 3 NaN NaN", 2, 0.0, MetricMode.Max, 4, 2)]
    [DataRow("5 3 4", 9, 0.0, MetricMode.Min, 0, 2)]
    public void OnEpochEnd_Values_StopsAndRestoresAsKeras(
        string values, int patience, double delta, MetricMode mode, int last, int restored)
    {
        var script = values.Split(' ')
            .Select(value => double.Parse(value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var run = new ScriptedRun("metric", script);
        var context = new TrainingContext(run);
        var callback = new EarlyStopping("metric", patience, delta, mode).ForRun();
        callback.OnTrainBegin(context);
        while (run.Epoch < script.Length && !context.IsStopped)
        {
            run.Epoch++;
            context.Refresh();
            callback.OnEpochEnd(context);
        }

        callback.OnTrainEnd(context);
        Assert.AreEqual(last, context.IsStopped ? run.Epoch : 0);
        Assert.AreEqual(restored, run.RestoredEpoch);
    }

    [TestMethod]
    public void OnTrainEnd_WithoutRestoring_LeavesTheWeights()
    {
        var run = new ScriptedRun("metric", [1, 2, 2]);
        var context = new TrainingContext(run);
        var callback = new EarlyStopping("metric", 1, mode: MetricMode.Min, restoreBestWeights: false).ForRun();
        for (run.Epoch = 1; run.Epoch < 3; run.Epoch++)
        {
            context.Refresh();
            callback.OnEpochEnd(context);
        }

        callback.OnTrainEnd(context);
        Assert.IsTrue(context.IsStopped);
        Assert.AreEqual(0, run.RestoredEpoch);
    }

    // The whole way: the model is that of the best epoch, and its statistics are those of its weights.
    [TestMethod]
    public void Fit_StoppedEarly_ReturnsTheModelOfTheBestEpoch()
    {
        var context = new MLContext(seed: 1);
        var options = Trainers.Options(epochs: 60);
        options.ValidationSet = Trainers.Table(context);
        NetworkWeights? best = null;
        var lowest = double.PositiveInfinity;
        var watch = new Hooks
        {
            EpochEnd = t =>
            {
                if (t.Progress["Validation Loss"] >= lowest) return;
                (lowest, best) = (t.Progress["Validation Loss"], t.ReadWeights());
            },
        };
        options.Callbacks = [watch, new EarlyStopping(patience: 2)];
        var model = Trainers.Fit(context, options);
        var losses = model.History["Validation Loss"];
        Assert.IsLessThan(60, losses.Count);
        foreach (var (name, weight) in model.Weights)
            CollectionAssert.AreEqual(best![name].Values.ToArray(), weight.Values.ToArray(), name);

        // The description served twice, and begins anew each time.
        lowest = double.PositiveInfinity;
        CollectionAssert.AreEqual(
            losses.ToArray(), Trainers.Fit(context, options).History["Validation Loss"].ToArray());
    }

    [TestMethod]
    public void Fit_TrainingLossWithoutValidation_Stops()
    {
        var options = Trainers.Options(epochs: 40);
        options.Callbacks = [new EarlyStopping(MetricNames.Loss, patience: 1, minDelta: 1000)];
        Assert.AreEqual(2, Trainers.Fit(new MLContext(seed: 1), options).History.Epochs);
    }

    [TestMethod]
    public void Fit_ValidationMetricWithoutValidation_NamesTheOption()
    {
        var options = Trainers.Options();
        options.Callbacks = [new EarlyStopping()];
        var error = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(new MLContext(seed: 1), options));
        StringAssert.Contains(
            error.Message, "EarlyStopping watches 'Validation Loss', which needs option ValidationSet");
    }

    [TestMethod]
    public void Fit_UnknownMetric_ListsThoseThereAre()
    {
        var options = Trainers.Options();
        options.Callbacks = [new EarlyStopping("Los", mode: MetricMode.Min)];
        var error = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(new MLContext(seed: 1), options));
        StringAssert.Contains(error.Message, "no value 'Los' is reported");
        StringAssert.Contains(error.Message, "'Loss', 'Accuracy'");
    }

    public static IEnumerable<object[]> Wrong =>
    [
        [(Action)(() => new EarlyStopping("")), "metric is a reported value's name"],
        [(Action)(() => new EarlyStopping(patience: -1)), "patience is at least 0, got -1"],
        [(Action)(() => new EarlyStopping(minDelta: -0.5)), "minDelta is finite and at least 0, got -0.5"],
        [(Action)(() => new EarlyStopping(minDelta: double.NaN)), "got NaN"],
        [(Action)(() => new EarlyStopping(mode: (MetricMode)7)), "mode is Min, Max or null, got 7"],
        [(Action)(() => new EarlyStopping("flip_ratio/quant_dense")), "mode is Min or Max"],
    ];

    [TestMethod]
    [DynamicData(nameof(Wrong))]
    public void Constructor_OutOfRange_SaysWhatIsAllowedAndWhatCame(Action create, string said) =>
        StringAssert.Contains(Assert.Throws<ArgumentException>(create).Message, said);

    [TestMethod]
    [DataRow("Loss", MetricMode.Min)]
    [DataRow("Validation Loss", MetricMode.Min)]
    [DataRow("Accuracy", MetricMode.Max)]
    [DataRow("Validation Accuracy", MetricMode.Max)]
    [DataRow("Validation RSquared", MetricMode.Max)]
    public void Mode_NotGiven_IsTheMetricsOwn(string metric, MetricMode mode) =>
        Assert.AreEqual(mode, new EarlyStopping(metric).Mode);

    /// <summary>A training without a network: the weights are the epoch's number.</summary>
    // Whichever of the two stands first, and whether the value is announced or not.
    [TestMethod]
    [DataRow(true, true)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    [DataRow(false, false)]
    public void Fit_OnWhatACallbackReports_StopsInWhateverOrder(bool isFirst, bool isAnnounced)
    {
        double[] script = [5, 4, 3, 6, 6, 6, 6];
        var reporter = new Hooks
        {
            TrainBegin = t =>
            {
                if (isAnnounced) t.Report("score", double.NaN);
            },
            EpochEnd = t => t.Report("score", script[t.Progress.Epoch - 1]),
        };
        var stopping = new EarlyStopping("score", patience: 2, mode: MetricMode.Min);
        var options = Trainers.Options(epochs: 7);
        options.Callbacks = isFirst ? [stopping, reporter] : [reporter, stopping];
        var model = Trainers.Fit(new MLContext(seed: 1), options);
        CollectionAssert.AreEqual(script[..5], model.History["score"].ToArray());
        Assert.AreEqual(3, model.History.Facts!.WeightsOfEpoch);
    }

    [TestMethod]
    public void Fit_OnWhatNobodyReports_SaysWhatToDo()
    {
        var (begun, context) = (0, new MLContext(seed: 1));
        string Refused(params TrainingCallback[] others)
        {
            var options = Trainers.Options();
            options.Callbacks = [new EarlyStopping("scroe", mode: MetricMode.Min), .. others];
            return Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(context, options)).Message;
        }

        // No callback could report it: not a step is done.
        StringAssert.Contains(Refused(), "EarlyStopping: no value 'scroe' is reported; there are 'Loss', 'Accuracy'");
        var said = Refused(new Hooks { BatchBegin = _ => begun++, EpochEnd = t => t.Report("score", 1) });
        Assert.AreEqual(6, begun, "Known after the first epoch, of six batches.");
        StringAssert.Contains(said, "'score'. One that a callback reports is reported in the first epoch, or announced "
            + "in its OnTrainBegin by training.Report(\"scroe\", double.NaN).");
    }

    private sealed class ScriptedRun(string metric, double[] values) : ITrainingRun
    {
        private static readonly TensorShape One = new(1);

        public int Epoch { get; set; }

        public int RestoredEpoch { get; private set; }

        public NetworkDefinition Definition { get; } = NetworkDefinition.Build(One, x => x.Dense(1));

        public double RateFactor { get; set; } = 1;

        public TrainingProgress Measure() => new()
        {
            Epoch = Epoch,
            Epochs = values.Length,
            Batch = 1,
            Batches = 1,
            Values = [new(metric, Epoch == 0 ? double.NaN : values[Epoch - 1])],
        };

        public NetworkWeights Copy(bool fitted) =>
            new([KeyValuePair.Create("epoch", new WeightArray(One, [Epoch]))]);

        public void Restore(NetworkWeights weights, int epoch)
        {
            RestoredEpoch = (int)weights["epoch"].Values[0];
            Assert.AreEqual(RestoredEpoch, epoch);
        }

        public void Report(string name, double value) => throw new NotSupportedException();

        public IReadOnlyList<(string Tag, HistogramFacts Histogram)> Histograms => [];

        public void Warn(TrainingWarning warning)
        {
        }

        public void Inform(string message)
        {
        }
    }
}
