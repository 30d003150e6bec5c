using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Measures;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training.Measures;

/// <summary>Predicted and measured changes of the loss, against a pencil and against loops in doubles.</summary>
[TestClass]
public class GradientProbeTests
{
    private const double Beyond = 1.001;

    // ŷ = Σ xᵢ·sign(wᵢ), one row a batch, squared error, x = (½, −2, ¼, 3), w = (0.3, 0.4, −0.3, 0.8):
    // ŷ = ½ − 2 − ¼ + 3 = 1.25. g = 2(ŷ − y)·x, below 0 times x for y = 8 and y = 2, so that along −g w₂ and w₃ go
    // towards 0, w₂ = 0.4 first, at η = 0.4 / (−2·2(ŷ − y)). It alone flips (one in 500, at least one): ŷ = 5.25.
    //   y = 8: L from 6.75² to 2.75²: −38;  p = −η·(13.5)²·‖x‖², η = 0.4/27
    //   y = 2: L from 0.75² to 3.25²: +10;  p = −η·(1.5)²·‖x‖², η = 0.4/3
    // ‖x‖² = 13.3125, so p = −1.001·0.4/27·182.25·13.3125 and −1.001·0.4/3·2.25·13.3125.
    [TestMethod]
    [DataRow(new[] { 8f })]
    [DataRow(new[] { 2f })]
    [DataRow(new[] { 8f, 2f })]
    public void Run_OneLinearLayer_ReportsTheHandCount(float[] labels)
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(4), x => x.QuantDense(1, kernelQuantizer: "ste_sign", useBias: false));
        float[] row = [0.5f, -2, 0.25f, 3];
        using var rows = Probe.Rows([.. labels.SelectMany(_ => row)], labels);
        var report = Probed(definition, rows, batchSize: 1, ("quant_dense/kernel", [0.3f, 0.4f, -0.3f, 0.8f]));
        double[] p = [.. labels.Select(y => y == 8
            ? -Beyond * 0.4 / 27 * 182.25 * 13.3125
            : -Beyond * 0.4 / 3 * 2.25 * 13.3125)];
        double[] m = [.. labels.Select(y => y == 8 ? -38.0 : 10.0)];
        AssertMeasured(p, m, report, "quant_dense");
        if (labels.Length == 1)
            Assert.AreEqual(labels[0] == 8 ? 0.0 : 2.0, report["gradient_mismatch/quant_dense"], 1e-9);
    }

    // Two layers, both probed with the other as it is: estimator, step and losses by loops.
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Run_TwoLayers_AgreesWithLoops(int seed)
    {
        const int Inputs = 6, Hidden = 5, Count = 12;
        var definition = NetworkDefinition.Build(new TensorShape(Inputs), x => x
            .QuantDense(Hidden, kernelQuantizer: "ste_sign", useBias: false)
            .QuantDense(1, "ste_sign", "ste_sign", useBias: false));
        var random = new Random(seed);
        float[] Kernel(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
        var (first, second) = (Kernel(Inputs * Hidden), Kernel(Hidden));
        using var rows = Probe.Rows(seed, Count, Inputs, x => x[0] + (2 * x[1]));
        var report = Probed(definition, rows, Count, ("quant_dense/kernel", first), ("quant_dense_1/kernel", second));

        double Sign(double w) => w < 0 ? -1 : 1;
        double[][] x = [.. Enumerable.Range(0, Count).Select(r => rows[r].ToArray().Select(v => (double)v).ToArray())];
        (double Loss, double[] First, double[] Second) Pass(double[] a, double[] b)
        {
            var (loss, toA, toB) = (0.0, new double[a.Length], new double[b.Length]);
            for (var r = 0; r < Count; r++)
            {
                var h = Enumerable.Range(0, Hidden)
                    .Select(j => Enumerable.Range(0, Inputs).Sum(i => x[r][i] * Sign(a[(i * Hidden) + j]))).ToArray();
                var error = h.Select((value, j) => Sign(value) * Sign(b[j])).Sum() - rows.Labels[r];
                loss += error * error / Count;
                for (var j = 0; j < Hidden; j++)
                {
                    toB[j] += 2 * error / Count * Sign(h[j]);
                    if (Math.Abs(h[j]) > 1) continue;
                    for (var i = 0; i < Inputs; i++) toA[(i * Hidden) + j] += 2 * error / Count * Sign(b[j]) * x[r][i];
                }
            }

            return (loss, toA, toB);
        }

        double[] a = [.. first.Select(w => (double)w)], b = [.. second.Select(w => (double)w)];
        var start = Pass(a, b);
        (double P, double M) Step(double[] w, double[] g, Func<double[], double> loss)
        {
            var eta = Beyond * w.Zip(g, (wi, gi) => wi / gi).Where(at => at > 0 && double.IsFinite(at)).Min();
            return (-eta * g.Sum(gi => gi * gi), loss([.. w.Zip(g, (wi, gi) => wi - (eta * gi))]) - start.Loss);
        }

        var one = Step(a, start.First, w => Pass(w, b).Loss);
        var two = Step(b, start.Second, w => Pass(a, w).Loss);
        AssertMeasured([one.P], [one.M], report, "quant_dense");
        AssertMeasured([two.P], [two.M], report, "quant_dense_1");
    }

    // Every weight is pushed outwards: no sign can change.
    [TestMethod]
    public void Run_NothingGoesTowardsZero_ReportsNaN()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(2), x => x.QuantDense(1, kernelQuantizer: "ste_sign", useBias: false));
        using var rows = Probe.Rows([1f, 1f], 100);
        var report = Probed(definition, rows, 1, ("quant_dense/kernel", [0.5f, 0.25f]));
        Assert.IsTrue(double.IsNaN(report["gradient_mismatch/quant_dense"]));
        Assert.IsTrue(double.IsNaN(report["gradient_ratio/quant_dense"]));
    }

    [TestMethod]
    public void Run_WithAProbe_TrainsAsWithout()
    {
        using var rows = Probe.Rows(3, 100, 6, x => x[0] + x[1] > 0 ? 1 : 0);
        var (plain, probed) = (new Listener(), new Listener());
        var settings = Probe.Settings() with
        {
            Epochs = 5,
            Optimizer = Optimize.Adam(0.05f),
            Measuring = new MeasuringChoices { MetricsInterval = 2 },
        };
        var wanted = Train(Small, settings, rows, plain);
        var measuring = settings.Measuring with { GradientProbeInterval = 2, GradientProbeBatches = 3 };
        var weights = Train(Small, settings with { Measuring = measuring }, rows, probed);
        foreach (var (name, weight) in wanted)
            CollectionAssert.AreEqual(weight.Values.ToArray(), weights[name].Values.ToArray(), name);
        foreach (var (one, other) in plain.Reports.Zip(probed.Reports))
        {
            foreach (var (name, value) in one.Values) Assert.AreEqual(value, other[name], name);
        }

        CollectionAssert.AreEqual(
            new[] { true, false, true, false, true },
            probed.Reports.Select(report => double.IsFinite(report["gradient_ratio/quant_dense_1"])).ToArray());
        Assert.IsFalse(
            plain.Reports[0].Values.Any(value => value.Key.StartsWith("gradient_mismatch", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Run_WithAProbe_HoldsNoMoreTensorsFromEpochToEpoch()
    {
        using var rows = Probe.Rows(3, 50, 6, x => x[0] > 0 ? 1 : 0);
        var counts = new List<long>();
        var settings = Probe.Settings() with
        {
            Epochs = 12,
            Measuring = new MeasuringChoices
            {
                MetricsInterval = 1,
                GradientProbeInterval = 1,
                GradientProbeBatches = 2,
            },
        };
        Train(Small, settings, rows, new Listener
        {
            Heard = _ =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                counts.Add(Tensor.TotalCount);
            },
        });
        Assert.AreEqual(counts[1], counts[^1], string.Join(" ", counts));
    }

    [TestMethod]
    public void Run_WithAProbe_AsksWhetherToStop()
    {
        using var rows = Probe.Rows(3, 40, 6, x => x[0] > 0 ? 1 : 0);
        var asked = 0;
        var settings = Probe.Settings() with { CheckAlive = () => asked++, ReestimateBatchNormalization = false };
        Train(Small, settings, rows, new Listener());
        var without = asked;
        var measuring = settings.Measuring with { GradientProbeInterval = 1, GradientProbeBatches = 3 };
        Train(Small, settings with { Measuring = measuring }, rows, new Listener());
        Assert.AreEqual(without + 3, asked - without);
    }

    private static NetworkDefinition Small => NetworkDefinition.Build(new TensorShape(6), x => x
        .QuantDense(5, kernelQuantizer: "ste_sign", useBias: false).BatchNormalization(scale: false).Dropout(0.2f)
        .QuantDense(2, "ste_sign", "ste_sign", useBias: false).BatchNormalization());

    private static void AssertMeasured(double[] p, double[] m, TrainingProgress report, string layer)
    {
        var cosine = m.All(change => change == 0)
            ? 0
            : p.Zip(m, (a, b) => a * b).Sum() / Math.Sqrt(p.Sum(a => a * a) * m.Sum(b => b * b));
        Assert.AreEqual(m.Sum() / p.Sum(), report[MetricNames.GradientRatio + layer], 1e-5, layer);
        Assert.AreEqual(1 - cosine, report[MetricNames.GradientMismatch + layer], 1e-5, layer);
    }

    // A rate of 0: what is reported is measured with the weights given.
    private static TrainingProgress Probed(
        NetworkDefinition definition, RowCache rows, int batchSize, params (string, float[])[] weights)
    {
        var listener = new Listener();
        var settings = Probe.Settings(LearningTask.Regression) with
        {
            BatchSize = batchSize,
            Optimizer = Optimize.Sgd(0f),
            Measuring = new MeasuringChoices { MetricsInterval = 1, GradientProbeInterval = 1 },
        };
        using var session = new TrainingSession(
            definition, Probe.Weights(definition, weights), settings, rows, null, CPU, listener);
        session.Run();
        return listener.Reports.Single();
    }

    private static NetworkWeights Train(
        NetworkDefinition definition, TrainingSettings settings, RowCache rows, Listener listener)
    {
        var start = NetworkWeights.Initialize(definition, settings.Seed);
        using var session = new TrainingSession(definition, start, settings, rows, null, CPU, listener);
        session.Run();
        return session.Weights;
    }
}
