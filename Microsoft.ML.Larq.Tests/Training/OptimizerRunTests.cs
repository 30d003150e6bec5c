using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tests.Quantizers;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Losses;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>Optimizers, schedules and quantizers in the loop; the behaviour that Larq's own tests ask for.</summary>
[TestClass]
public class OptimizerRunTests
{
    private static readonly Schedule Falling = Schedule.InverseTime(3f, 0.5f, 1, ScheduleUnit.Step);

    public static IEnumerable<object[]> Quantizers =>
        QuantizerSample.All.Select(sample => new object[] { sample.Alias });

    // larq 0.13.3, larq/optimizers_test.py, _test_optimizer: dense 10 → 20 → 2 on 1,000 rows of two clusters, 2 epochs
    // of batches of 16.
    // Accuracy in training at least 0.75, every weight changed, both kernels ±1.
    [TestMethod]
    [DataRow(false, "ste_sign")]
    [DataRow(true, "ste_sign")]
    [DataRow(false, "NoOp(precision=1)")]
    [DataRow(false, "magnitude_aware_sign")]
    public void Run_BopAndAdam_LearnsWithKernelsOfSigns(bool schedules, string kernel)
    {
        var definition = NetworkDefinition.Build(new TensorShape(10), x => x
            .QuantDense(
                20, kernelQuantizer: kernel, kernel: new() { Constraint = "weight_clip" },
                activation: ActivationFunction.Relu, useBias: false)
            .BatchNormalization()
            .QuantDense(2, "ste_sign", kernel, kernel: new() { Constraint = "weight_clip" }, useBias: false));
        using var rows = Clusters(10);
        var listener = new Listener();
        var bop = schedules ? Optimize.Bop(Falling, Falling) : Optimize.Bop(threshold: 1e-8f, gamma: 1e-4f);
        var weights = Train(definition, Optimize.Case(binary: bop, other: Optimize.Adam(0.01f)), rows, listener);
        var start = NetworkWeights.Initialize(definition, 1);
        Assert.IsGreaterThanOrEqualTo(0.75, listener.Reports[^1][MetricNames.Accuracy]);
        foreach (var (name, weight) in weights)
        {
            Assert.IsFalse(weight.Values.SequenceEqual(start[name].Values), name);
            if (name.EndsWith("kernel", StringComparison.Ordinal))
                Assert.IsFalse(weight.Values.ContainsAnyExcept(-1f, 1f), name);
        }
    }

    [TestMethod]
    public void Run_BopOnConvolutions_KeepsTheirKernelsAtSignsAndFlipsThem()
    {
        var definition = NetworkDefinition.Build(new TensorShape(4, 4, 1), x => x
            .Conv2D(8, 3, padding: PadMode.Same).BatchNormalization()
            .QuantConv2D(
                8, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: "ste_sign",
                kernelQuantizer: "ste_sign", useBias: false)
            .BatchNormalization().Flatten().Dense(2));
        using var rows = Clusters(16);
        var listener = new Listener();
        var bop = Optimize.Bop(threshold: 1e-6f, gamma: 1e-2f);
        var weights = Train(definition, Optimize.Case(binary: bop, other: Optimize.Adam(0.01f)), rows, listener);
        Assert.IsFalse(weights["quant_conv2d/kernel"].Values.ContainsAnyExcept(-1f, 1f));
        Assert.IsTrue(weights["conv2d/kernel"].Values.ContainsAnyExcept(-1f, 1f));
        Assert.IsGreaterThan(0.0, listener.Reports[0]["flip_ratio/quant_conv2d"]);
        Assert.IsGreaterThanOrEqualTo(0.75, listener.Reports[^1][MetricNames.Accuracy]);
    }

    // larq 0.13.3, larq/callbacks_test.py, test_case_optimizer and test_per_step: three epochs of 1/(1 + t) give 1/3
    // for learning rate, γ and τ, and two steps give 0.5.
    [TestMethod]
    public void Run_Schedules_AreReportedByGroup()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(6), x => x.QuantDense(5, kernelQuantizer: "ste_sign").Dense(2));
        using var rows = Probe.Rows(3, 20, 6, x => x[0] > 0 ? 1 : 0);
        var schedule = Schedule.Function(t => 1.0 / (1 + t));
        var listener = new Listener { IsDue = true };
        var optimizer = Optimize.Case(binary: Optimize.Bop(schedule, schedule), other: Optimize.Sgd(schedule));
        Train(definition, optimizer, rows, listener, epochs: 3);
        foreach (var name in new[] { "Learning Rate", "Threshold/binary", "Gamma/binary" })
        {
            Assert.AreEqual(1.0, listener.Reports[0][name]);
            Assert.AreEqual(1 / 3.0, listener.Reports[^1][name]);
        }

        var steps = new Listener { IsDue = true };
        Train(definition, Optimize.Adam(
            Schedule.Function(t => 1.0 / (1 + t), ScheduleUnit.Step)), rows, steps, epochs: 1);
        CollectionAssert.AreEqual(
            new[] { 1.0, 0.5, 0.5 }, steps.Reports.Select(report => report[MetricNames.LearningRate]).ToArray());
    }

    [TestMethod]
    public void Run_BopAlone_ThrowsNamingAWeight()
    {
        var definition = NetworkDefinition.Build(new TensorShape(6), x => x.QuantDense(2, kernelQuantizer: "ste_sign"));
        using var rows = Probe.Rows(3, 20, 6, x => x[0] > 0 ? 1 : 0);
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => Train(definition, Optimize.Bop(), rows, new Listener()));
        StringAssert.Contains(error.Message, "'quant_dense/bias' of precision 32");
    }

    // Whatever quantizes inputs and kernels: gradients arrive, weights move, and the loss falls.
    [TestMethod]
    [DynamicData(nameof(Quantizers))]
    public void Run_EveryQuantizer_Trains(string alias)
    {
        var definition = NetworkDefinition.Build(new TensorShape(10), x => x
            .QuantDense(32, kernelQuantizer: alias, useBias: false).BatchNormalization()
            .QuantDense(2, alias, alias, useBias: false).BatchNormalization());
        using var rows = Clusters(10);
        var listener = new Listener();

        // Glorot's kernels lie within ±0.42: all 0 to a quantizer that rounds to 0 below ½, and then nothing could
        // learn.
        var start = new NetworkWeights(NetworkWeights.Initialize(definition, 1).Select(pair => KeyValuePair.Create(
            pair.Key,
            pair.Key.EndsWith("kernel", StringComparison.Ordinal)
                ? new WeightArray(pair.Value.Shape, pair.Value.Values.ToArray().Select(value => value * 2.2f).ToArray())
                : pair.Value)));
        var weights = Train(definition, Optimize.Adam(0.01f), rows, listener, epochs: 3, start);
        foreach (var name in new[] { "quant_dense/kernel", "quant_dense_1/kernel" })
            Assert.IsFalse(weights[name].Values.SequenceEqual(start[name].Values), name);
        Assert.IsLessThan(listener.Reports[0][MetricNames.Loss], listener.Reports[^1][MetricNames.Loss]);
        foreach (var metric in new[] { "quant_dense", "quant_dense_1", "quant_dense_1.input" })
            Assert.IsGreaterThan(0.05, listener.Reports[^1]["gradient_flow/" + metric], metric);
    }

    [TestMethod]
    public void Run_SquaredHinge_Learns()
    {
        var definition = NetworkDefinition.Build(new TensorShape(10), x => x
            .QuantDense(16, kernelQuantizer: "ste_sign", useBias: false).BatchNormalization()
            .QuantDense(2, "ste_sign", "ste_sign", useBias: false).BatchNormalization());
        using var rows = Clusters(10);
        var listener = new Listener();
        var settings = Probe.Settings() with
        {
            Loss = TrainingLoss.For(LearningTask.MulticlassClassification, LossFunction.SquaredHinge),
            Epochs = 2,
        };
        using var session = new TrainingSession(
            definition, NetworkWeights.Initialize(definition, 1), settings, rows, null, CPU, listener);
        session.Run();
        Assert.IsGreaterThan(0.9, listener.Reports[^1][MetricNames.Accuracy]);
    }

    // Through ML.NET: the history holds the rates of both groups.
    [TestMethod]
    public void Fit_CaseThroughTheCatalog_TrainsAndReports()
    {
        var context = new MLContext(seed: 1);
        var options = Trainers.Options(epochs: 4);
        options.Optimizer = Optimize.Case(binary: Optimize.Bop(1e-6f, 1e-2f), other: Optimize.Adam(1e-2f));
        var model = Trainers.Fit(context, options);
        var data = Trainers.Table(context);
        Assert.IsGreaterThan(0.75, context.MulticlassClassification.Evaluate(model.Transform(data)).MicroAccuracy);
        foreach (var name in new[] { "Gamma/binary", "Threshold/binary", "Learning Rate" })
            CollectionAssert.Contains(model.History.Names.ToArray(), name);
    }

    // As Keras makes them: class means from U(0, 4) in each feature, and standard normal noise.
    private static RowCache Clusters(int width)
    {
        var random = new Random(1337);
        var means = Enumerable.Range(0, 2 * width).Select(_ => random.NextSingle() * 4).ToArray();
        var labels = Enumerable.Range(0, 1000).Select(_ => (float)random.Next(2)).ToArray();
        return Probe.Rows(
            [.. labels.SelectMany(
                label => Enumerable.Range(0, width).Select(i => means[((int)label * width) + i] + Normal()))],
            labels);

        float Normal() =>
            (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
    }

    private static NetworkWeights Train(
        NetworkDefinition definition, OptimizerSpec optimizer, RowCache rows, Listener listener, int epochs = 2,
        NetworkWeights? start = null)
    {
        var settings = Probe.Settings() with { Optimizer = optimizer, Epochs = epochs, BatchSize = 16 };
        start ??= NetworkWeights.Initialize(definition, settings.Seed);
        using var session = new TrainingSession(definition, start, settings, rows, null, CPU, listener);
        session.Run();
        return session.Weights;
    }
}
