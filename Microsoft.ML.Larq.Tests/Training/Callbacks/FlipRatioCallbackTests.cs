using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Callbacks;
using static Microsoft.ML.Larq.Training.FlipRatioSide;

namespace Microsoft.ML.Larq.Tests.Training.Callbacks;

/// <summary>When the callback acts, with flip ratios written down here; and that a training obeys.</summary>
[TestClass]
public class FlipRatioCallbackTests
{
    // One figure a layer and epoch; the epoch in which it stops, 0 for never.
    [TestMethod]
    [DataRow(Below, "9 9 9", 3)]
    [DataRow(Below, "9 9 10 9 9 9", 6)] // exactly at the bound is not below
    [DataRow(Below, "9 9 11 9 9", 0)]
    [DataRow(Below, "9,11 9,11 9,11", 0)] // every layer must be below
    [DataRow(Below, "9,1 1,9 9,9", 3)]
    [DataRow(Below, "9 9 NaN 9 9", 0)]
    [DataRow(Below, "9,NaN 9,NaN 9,NaN", 3)]
    [DataRow(Above, "11 11 11", 3)]
    [DataRow(Above, "11 10 11 11 11", 5)]
    [DataRow(Above, "9,11 11,9 9,11", 3)] // one layer is enough
    [DataRow(Above, "NaN NaN NaN", 0)]
    public void OnEpochEnd_ThreeEpochsInARow_Stops(FlipRatioSide side, string percents, int stopped)
    {
        var run = new Script(percents);
        Play(run, new FlipRatioCallback(side, 0.10));
        Assert.AreEqual(stopped == 0 ? run.Length : stopped, run.Epoch);
        Assert.HasCount(stopped == 0 ? 0 : 1, run.Heard);
        if (stopped == 0) return;
        StringAssert.Contains(run.Heard[0], side == Below ? "below 0.1 for 3 epochs" : "above 0.1 for 3 epochs");
        StringAssert.Contains(run.Heard[0], $"in epoch {stopped}: training stops");
    }

    [TestMethod]
    public void OnEpochEnd_WithARateFactor_LowersTheRateEachTime()
    {
        var run = new Script("11 11 11 11 11 9 11");
        Play(run, new FlipRatioCallback(Above, 0.1) { Epochs = 2, RateFactor = 0.5 });
        Assert.AreEqual(run.Length, run.Epoch);
        Assert.AreEqual("1 0.5 0.5 0.25 0.25 0.25 0.25", string.Join(
            ' ', run.Factors.Select(f => f.ToString("G", System.Globalization.CultureInfo.InvariantCulture))));
        StringAssert.Contains(run.Heard[1], "now 0.25 times its schedule");
    }

    [TestMethod]
    [DataRow("one", 2)]
    [DataRow("two", 0)]
    public void OnEpochEnd_OfOneLayer_PassesOverTheOthers(string layer, int stopped)
    {
        var run = new Script("9,11 9,11 9,11");
        Play(run, new FlipRatioCallback(Below, 0.1) { Epochs = 2, Layer = layer });
        Assert.AreEqual(stopped == 0 ? 3 : stopped, run.Epoch);
    }

    [TestMethod]
    public void ForRun_OfOneObject_CountsForEachTraining()
    {
        var callback = new FlipRatioCallback(Below, 0.1);
        Play(new Script("9 9"), callback);
        var second = new Script("9 9 11");
        Play(second, callback);
        Assert.AreEqual(3, second.Epoch);
        Assert.IsEmpty(second.Heard);
    }

    // Nothing moves at this rate: three epochs, and the model says so.
    [TestMethod]
    public void Fit_SignsThatStandStill_StopsEarly()
    {
        var options = Trainers.Options(epochs: 10);
        options.Optimizer = Optimize.Adam(1e-9f);
        options.Callbacks = [new FlipRatioCallback(Below, 1e-5)];
        Assert.AreEqual(3, Trainers.Fit(new MLContext(seed: 1), options).History.Epochs);
    }

    [TestMethod]
    public void Fit_SignsThatDoNotSettle_TrainsOnAtALowerRate()
    {
        var options = Trainers.Options(epochs: 6);
        options.Optimizer = Optimize.Adam(0.5f);
        options.Callbacks = [new FlipRatioCallback(Above, 0.001) { Epochs = 2, RateFactor = 0.125 }];
        var model = Trainers.Fit(new MLContext(seed: 1), options);
        var rates = model.History[MetricNames.LearningRate];
        CollectionAssert.AreEqual(new[] { 0.5, 0.5, 0.0625, 0.0625 }, rates.Take(4).ToArray());
        StringAssert.Contains(
            model.Facts.Options.Single(option => option.Name == "Callbacks").Value,
            "FlipRatioCallback(Side: Above, Bound: 0.001, Epochs: 2, RateFactor: 0.125, Layer: default)");
    }

    [TestMethod]
    public void Fit_NoLayerToLookAt_SaysWhichThereAre()
    {
        var options = Trainers.Options();
        options.Callbacks = [new FlipRatioCallback(Below, 1e-5) { Layer = "dense" }];
        var error = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(new MLContext(seed: 1), options));
        StringAssert.Contains(error.Message, "Layer 'dense'");
        StringAssert.Contains(error.Message, "'quant_dense', 'quant_dense_1'");
        options.Network = (x, outputs) => x.Dense(outputs);
        options.Callbacks = [new FlipRatioCallback(Below, 1e-5)];
        error = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(new MLContext(seed: 1), options));
        StringAssert.Contains(error.Message, "no layer has a quantized kernel");
    }

    [TestMethod]
    public void Fit_WithoutLayerMetrics_SaysWhatIsMissing()
    {
        var options = Trainers.Options();
        options.Metrics = [];
        options.Callbacks = [new FlipRatioCallback(Above, 0.1)];
        var error = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(new MLContext(seed: 1), options));
        StringAssert.Contains(error.Message, "option Metrics leaves it out");
    }

    [TestMethod]
    public void New_OutOfRange_SaysWhatIsAllowed()
    {
        Throws(() => new FlipRatioCallback((FlipRatioSide)2, 0.1), "side is Below or Above");
        foreach (var bound in new[] { 0, -0.1, 1.1, double.NaN })
            Throws(() => new FlipRatioCallback(Below, bound), "bound is above 0 and at most 1");
        Throws(() => new FlipRatioCallback(Below, 1) { Epochs = 0 }, "Epochs is at least 1");
        foreach (var factor in new[] { 0, 1, -1, double.NaN })
            Throws(() => new FlipRatioCallback(Below, 1) { RateFactor = factor }, "RateFactor is above 0 and below 1");

        static void Throws(Action action, string said) => StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(action).Message, said);
    }

    private static void Play(Script run, FlipRatioCallback callback)
    {
        using var calls = new CallbackList([callback], run);
        calls.TrainBegin();
        while (run.Epoch < run.Length && !calls.Context.IsStopped)
        {
            run.Epoch++;
            calls.EpochEnd();
            run.Factors.Add(run.RateFactor);
        }
    }

    /// <summary>
    /// A training that is nothing but flip ratios: epochs apart by spaces, layers by commas, in percent.
    /// </summary>
    private sealed class Script(string percents) : ITrainingRun
    {
        private static readonly string[] Layers = ["one", "two"];
        private readonly double[][] _ratios = [.. percents.Split(' ').Select(epoch => epoch.Split(',')
            .Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture) / 100).ToArray())];

        public int Epoch { get; set; }

        public int Length => _ratios.Length;

        public List<string> Heard { get; } = [];

        public List<double> Factors { get; } = [];

        public NetworkDefinition Definition { get; } = NetworkDefinition.Build(new TensorShape(1), x => x.Dense(1));

        public double RateFactor { get; set; } = 1;

        public TrainingProgress Measure() => new()
        {
            Epoch = Epoch,
            Epochs = Length,
            Batch = 1,
            Batches = 1,
            Values =
            [
                .. _ratios[Math.Max(0, Epoch - 1)].Select((ratio, layer) =>
                    KeyValuePair.Create(MetricNames.FlipRatio + Layers[layer], ratio)),
            ],
        };

        public NetworkWeights Copy(bool fitted) => throw new NotSupportedException();

        public void Restore(NetworkWeights weights, int epoch) => throw new NotSupportedException();

        public void Report(string name, double value) => throw new NotSupportedException();

        public void Inform(string message) => Heard.Add(message);

        public IReadOnlyList<(string Tag, HistogramFacts Histogram)> Histograms => [];

        public void Warn(TrainingWarning warning) => Heard.Add(warning.Message);
    }
}
