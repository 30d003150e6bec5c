using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training;

[TestClass]
public class TrainingLoopTests
{
    // Rows in two or three corners that a line tells apart: whatever is trained must get all of them.
    [TestMethod]
    [DataRow(LearningTask.MulticlassClassification, false)]
    [DataRow(LearningTask.MulticlassClassification, true)]
    [DataRow(LearningTask.BinaryClassification, false)]
    [DataRow(LearningTask.BinaryClassification, true)]
    [DataRow(LearningTask.Regression, false)]
    [DataRow(LearningTask.Regression, true)]
    public void Run_SeparableProblem_IsLearned(LearningTask task, bool image)
    {
        var classes = task == LearningTask.MulticlassClassification ? 3 : 2;
        var random = new Random(1);
        var labels = Enumerable.Range(0, 120).Select(i => (float)(i % classes)).ToArray();
        var features = labels.SelectMany(label => Enumerable.Range(0, 16)
            .Select(i => (random.NextSingle() * 0.5f) + (i % classes == (int)label ? 1 : -1))).ToArray();
        using var rows = Probe.Rows(features, labels);
        var outputs = task == LearningTask.MulticlassClassification ? 3 : 1;
        var definition = image
            ? NetworkDefinition.Build(new TensorShape(4, 4, 1), x => x
                .Conv2D(16, 3, padding: PadMode.Same, useBias: false).BatchNormalization()
                .QuantConv2D(
                    16, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: "approx_sign",
                    kernelQuantizer: "ste_sign", useBias: false)
                .BatchNormalization().Flatten().Dense(outputs))
            : NetworkDefinition.Build(new TensorShape(16), x => x
                .QuantDense(32, kernelQuantizer: "ste_sign", useBias: false).BatchNormalization(scale: false)
                .QuantDense(32, "ste_sign", "ste_sign", useBias: false)
                .BatchNormalization(scale: false).Dense(outputs));
        var settings = Probe.Settings(task) with { Epochs = 25, BatchSize = 20 };
        var listener = new Listener();
        Train(definition, settings, rows, rows, listener);
        var last = listener.Reports[^1];
        if (task == LearningTask.Regression)
            Assert.IsGreaterThan(0.98, last[MetricNames.Validation + MetricNames.RSquared]);
        else
            Assert.AreEqual(1.0, last[MetricNames.Validation + MetricNames.Accuracy]);
        Assert.IsLessThan(listener.Epochs.First()[MetricNames.Loss], last[MetricNames.Loss]);
    }

    [TestMethod]
    public void Run_Twice_GivesBitIdenticalWeights()
    {
        using var rows = Probe.Rows(3, 100, 6, x => x[0] + x[1] > 0 ? 1 : 0);
        var settings = Probe.Settings() with { Epochs = 3 };
        var first = Train(Small(dropout: 0.2f), settings, rows);
        for (var again = 0; again < 3; again++)
        {
            // Managed memory moves; nothing may depend on where it lies.
            GC.Collect();
            var second = Train(Small(dropout: 0.2f), settings, rows);
            foreach (var (name, weight) in first)
                CollectionAssert.AreEqual(weight.Values.ToArray(), second[name].Values.ToArray(), name);
        }

        var other = Train(Small(dropout: 0.2f), settings with { Seed = 2 }, rows);
        Assert.IsTrue(first.Any(pair => !pair.Value.Values.SequenceEqual(other[pair.Key].Values)));
    }

    [TestMethod]
    public void Run_AbsurdLearningRate_ThrowsNamingEpochAndOption()
    {
        using var rows = Probe.Rows(3, 64, 6, x => x[0] > 0 ? 1 : 0);
        var settings = Probe.Settings() with { Optimizer = Optimize.Sgd(1e30f), Epochs = 5 };
        var definition = NetworkDefinition.Build(new TensorShape(6), x => x.Dense(8).Dense(2));
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Train(definition, settings, rows));
        StringAssert.Contains(error.Message, "diverged");
        StringAssert.Contains(error.Message, "epoch 1");
        StringAssert.Contains(error.Message, "Optimizer");
    }

    // The loss is computed before the step: after the last one nobody would look again.
    [TestMethod]
    public void Run_DivergedAtTheLastStep_Throws()
    {
        using var rows = Probe.Rows([1e20f, 1e20f], 3e38f);
        var settings = Probe.Settings(LearningTask.Regression) with { Optimizer = Optimize.Sgd(3e38f) };
        var definition = NetworkDefinition.Build(new TensorShape(2), x => x.Dense(1));
        var start = Probe.Weights(definition, ("dense/kernel", [1e-3f, 1e-3f]));
        using var session = new TrainingSession(
            definition, start, settings with { Labels = new LabelScale(0, 3e38f) }, rows, null, CPU, new Listener());
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(session.Run).Message, "diverged");
    }

    [TestMethod]
    public void Run_NothingToTrain_ThrowsNamingTheOption()
    {
        using var rows = Probe.Rows(3, 8, 2, x => x[0] > 0 ? 1 : 0);
        var definition = NetworkDefinition.Build(new TensorShape(2), x => x.Activation(ActivationFunction.Tanh));
        var error = Assert.ThrowsExactly<ArgumentException>(() => Train(definition, Probe.Settings(), rows));
        StringAssert.Contains(error.Message, "Option Network");
    }

    [TestMethod]
    public void Run_Cancelled_Stops()
    {
        using var rows = Probe.Rows(3, 64, 6, x => x[0] > 0 ? 1 : 0);
        var steps = 0;
        var settings = Probe.Settings() with
        {
            CheckAlive = () =>
            {
                if (++steps == 5) throw new OperationCanceledException();
            },
        };
        Assert.ThrowsExactly<OperationCanceledException>(() => Train(Small(), settings, rows));
        Assert.AreEqual(5, steps);
    }

    [TestMethod]
    public void Run_Epochs_HoldNoMoreTensorsAndLeaveNone()
    {
        using var rows = Probe.Rows(3, 50, 6, x => x[0] > 0 ? 1 : 0);
        Train(Small(0.2f), Probe.Settings(), rows, rows);

        // TorchSharp 0.107 counts a Parameter twice when it is made and once when it is disposed.
        var untouched = Live();
        using (new NetworkModule(Small(0.2f), NetworkWeights.Initialize(Small(0.2f), 1), seed: 0)) { }
        var before = Live();
        var miscounted = before - untouched;
        var counts = new List<long>();
        var listener = new Listener
        {
            Heard = report =>
            {
                if (report.EpochCompleted) counts.Add(Live());
            },
        };
        Train(Small(0.2f), Probe.Settings() with { Epochs = 20 }, rows, rows, listener);
        Assert.AreEqual(counts[0], counts[^1], string.Join(" ", counts));
        Assert.AreEqual(before + miscounted, Live());
    }

    [TestMethod]
    public void Constructor_WeightsMissing_LeavesNoDisposeScopeOpen()
    {
        using var rows = Probe.Rows(3, 8, 6, x => x[0] > 0 ? 1 : 0);
        using var outer = NewDisposeScope();
        Assert.ThrowsExactly<KeyNotFoundException>(() => new TrainingSession(
            Small(), new NetworkWeights([]), Probe.Settings(), rows, null, CPU, new Listener()));
        zeros(1);
        Assert.AreEqual(1, outer.DisposablesCount);
    }

    [TestMethod]
    public void Run_Reports_ComeInOrderWithEveryValue()
    {
        using var rows = Probe.Rows(3, 20, 6, x => x[0] > 0 ? 1 : 0);
        var listener = new Listener { IsDue = true };
        Train(
            Small(), Probe.Settings() with { Epochs = 2, Optimizer = Optimize.Sgd(Schedule.Cosine(0.8f)) },
            rows, rows, listener);
        Assert.AreEqual(
            "1/1 1/2 1/3 1/3! 2/1 2/2 2/3 2/3!",
            string.Join(" ", listener.Reports.Select(r => $"{r.Epoch}/{r.Batch}{(r.EpochCompleted ? "!" : "")}")));
        CollectionAssert.AreEqual(
            new[]
            {
                "Loss", "Accuracy", "Validation Loss", "Validation Accuracy", "Learning Rate",
                "flip_ratio/quant_dense", "flip_ratio/quant_dense_1", "never_flipped/quant_dense",
                "never_flipped/quant_dense_1", "gradient_flow/quant_dense", "gradient_flow/quant_dense_1",
                "gradient_flow/quant_dense_1.input", "gradient_arrival/quant_dense", "gradient_arrival/quant_dense_1",
                "gradient_arrival/quant_dense_1.input", "starved/quant_dense", "starved/quant_dense_1",
                "positive_share/quant_dense_1.input",
            },
            listener.Reports[0].Values.Select(value => value.Key).ToArray());
        Assert.IsTrue(double.IsNaN(listener.Reports[2][MetricNames.Validation + MetricNames.Loss]));
        Assert.IsFalse(double.IsNaN(listener.Reports[3][MetricNames.Validation + MetricNames.Loss]));

        // Six steps in all; the rate is that of the step just done.
        double[] rates = [.. listener.Reports.Where(r => !r.EpochCompleted).Select(r => r[MetricNames.LearningRate])];
        for (var step = 0; step < 6; step++)
            Assert.AreEqual(0.4 * (1 + Math.Cos(Math.PI * step / 6)), rates[step], 1e-7);
    }

    // The validation values that are reported are those of the weights that are returned.
    [TestMethod]
    public void Run_LastReport_IsOfTheReturnedNetwork()
    {
        using var rows = Probe.Rows(3, 60, 6, x => x[0] > 0 ? 1 : 0);
        using var validation = Probe.Rows(4, 41, 6, x => x[0] > 0 ? 1 : 0);
        var listener = new Listener();
        var settings = Probe.Settings() with { Epochs = 2 };
        var weights = Train(Small(), settings, rows, validation, listener);
        using var network = new NetworkModule(Small(), weights, seed: 0);
        var tally = Probe.Evaluate(network, settings, validation);
        Assert.AreEqual(tally.MeanLoss, listener.Reports[^1][MetricNames.Validation + MetricNames.Loss]);
        Assert.AreEqual(tally.Accuracy, listener.Reports[^1][MetricNames.Validation + MetricNames.Accuracy]);
    }

    private static NetworkDefinition Small(float dropout = 0f) => NetworkDefinition.Build(new TensorShape(6), x => x
        .QuantDense(5, kernelQuantizer: "ste_sign", useBias: false).BatchNormalization(scale: false).Dropout(dropout)
        .QuantDense(2, "ste_sign", "ste_sign", useBias: false).BatchNormalization());

    private static NetworkWeights Train(
        NetworkDefinition definition, TrainingSettings settings,
        RowCache rows, RowCache? validation = null, Listener? listener = null)
    {
        var start = NetworkWeights.Initialize(definition, settings.Seed);
        using var session = new TrainingSession(
            definition, start, settings, rows, validation, CPU, listener ?? new Listener());
        session.Run();
        return session.Weights;
    }

    private static long Live()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
