using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>Batch normalizations after a run of the re-estimation, against the same in doubles.</summary>
[TestClass]
public class ReestimationRunTests
{
    private static readonly NetworkDefinition Network = NetworkDefinition.Build(new TensorShape(6), x => x
        .Dropout(0.5f)
        .QuantDense(5, kernelQuantizer: "ste_sign", useBias: false).BatchNormalization(scale: false)
        .QuantDense(3, "ste_sign", "ste_sign", useBias: false).BatchNormalization(scale: false));

    // All rows are one batch, so that both layers' statistics are those of all rows.
    [TestMethod]
    public void Run_SmallNetwork_GivesMeansAndVariancesOfThePresentWeights()
    {
        using var rows = Probe.Rows(4, 100, 6, _ => 0);
        using var network = new NetworkModule(Network, NetworkWeights.Initialize(Network, 1), seed: 0);
        var reestimation = Probe.Reestimation(network, rows);
        foreach (var seed in new[] { 1, 2 })
        {
            // The second time with other weights: nothing of the first may be left.
            network.Load(NetworkWeights.Initialize(Network, seed));
            network.train();
            reestimation.Run();
            var weights = network.Save();
            var input = Enumerable.Range(0, rows.Count)
                .Select(row => rows[row].ToArray().Select(x => (double)x).ToArray());
            var first = Layer(input, weights["quant_dense/kernel"]);
            AssertMoments(first, weights, "batch_normalization");
            var second = Layer(Normalized(first).Select(Sign), weights["quant_dense_1/kernel"]);
            AssertMoments(second, weights, "batch_normalization_1");
        }
    }

    // Running averages of a few batches, momentum 0.99, taken with weights that have flipped since.
    [TestMethod]
    public void Run_WeightsThatFlipped_CorrectsRunningStatistics()
    {
        using var rows = Probe.Rows(4, 256, 6, x => x[0]);
        using var network = new NetworkModule(Network, NetworkWeights.Initialize(Network, 1), seed: 0);
        network.train();
        using (no_grad())
        {
            using var scope = NewDisposeScope();
            var feed = new BatchFeed(rows, 64, LabelScale.None, CPU);
            for (var batch = 0; batch < feed.Batches; batch++) network.call(feed[batch].Features.add(1));
        }

        network.Load(NetworkWeights.Initialize(Network, 9).With(network.Save().Where(w => w.Key.Contains("moving"))));
        var running = Means(network);
        Probe.Reestimation(network, rows).Run();
        var exact = Layer(
            Enumerable.Range(0, rows.Count).Select(row => rows[row].ToArray().Select(x => (double)x).ToArray()),
            network.Save()["quant_dense/kernel"]);
        for (var unit = 0; unit < 5; unit++)
        {
            var mean = exact.Average(row => row[unit]);
            Assert.AreEqual(mean, Means(network)[unit], 1e-5);
        }

        Assert.IsGreaterThan(0.01, Enumerable.Range(0, 5).Max(unit => Math.Abs(running[unit] - Means(network)[unit])));
    }

    [TestMethod]
    public void Run_Afterwards_NothingIsInTrainingMode()
    {
        using var rows = Probe.Rows(4, 20, 6, _ => 0);
        using var network = new NetworkModule(Network, NetworkWeights.Initialize(Network, 1), seed: 0);
        network.train();
        Probe.Reestimation(network, rows).Run();
        Assert.IsFalse(network.modules().Any(module => module.training));
    }

    // A training that never steps: its running averages stay at what a network begins with.
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Run_OfATrainingThatNeverSteps_IsDoneUnlessSwitchedOff(bool isOn)
    {
        using var rows = Probe.Rows(4, 20, 6, _ => 0);
        var settings = Probe.Settings() with { Optimizer = Optimize.Sgd(0f), ReestimateBatchNormalization = isOn };
        var start = NetworkWeights.Initialize(Network, 1);
        using var session = new TrainingSession(Network, start, settings, rows, null, CPU, new Listener());
        session.Run();
        using var network = new NetworkModule(Network, start, seed: 0);
        Probe.Reestimation(network, rows).Run();
        Assert.AreEqual(isOn, Means(network).SequenceEqual(session.Weights["batch_normalization/moving_mean"].Values));
    }

    // More rows than are looked at; whole batches only, the same rows every time.
    [TestMethod]
    [DataRow(16_384 + 300, 8)]
    [DataRow(600, 1000)]
    [DataRow(300, 8)]
    public void Run_AnyCount_IsRepeatable(int count, int batch)
    {
        using var rows = Probe.Rows(4, count, 6, _ => 0);
        using var network = new NetworkModule(Network, NetworkWeights.Initialize(Network, 1), seed: 0);
        var reestimation = Probe.Reestimation(network, rows, batch);
        reestimation.Run();
        var first = Means(network);
        reestimation.Run();
        CollectionAssert.AreEqual(first, Means(network));
        Assert.IsTrue(first.Any(mean => mean != 0));
    }

    private static float[] Means(NetworkModule network) =>
        network.Save()["batch_normalization/moving_mean"].Values.ToArray();

    private static double[] Sign(double[] row) => [.. row.Select(x => x < 0 ? -1.0 : 1.0)];

    // Kernel: inputs, outputs.
    private static double[][] Layer(IEnumerable<double[]> rows, WeightArray kernel)
    {
        var outputs = kernel.Shape[1];
        var values = kernel.Values.ToArray();
        return [.. rows.Select(row => Enumerable.Range(0, outputs)
            .Select(o => row.Select((x, i) => values[(i * outputs) + o] < 0 ? -x : x).Sum()).ToArray())];
    }

    private static (double Mean, double Squares) Moments(double[][] rows, int unit)
    {
        var mean = rows.Average(row => row[unit]);
        return (mean, rows.Sum(row => (row[unit] - mean) * (row[unit] - mean)));
    }

    private static IEnumerable<double[]> Normalized(double[][] rows)
    {
        var moments = rows[0].Select((_, unit) => Moments(rows, unit)).ToArray();
        return rows.Select(row => row.Select((x, unit) =>
            (x - moments[unit].Mean) / Math.Sqrt((moments[unit].Squares / rows.Length) + 1e-3)).ToArray());
    }

    private static void AssertMoments(double[][] rows, NetworkWeights weights, string layer)
    {
        for (var unit = 0; unit < rows[0].Length; unit++)
        {
            var (mean, squares) = Moments(rows, unit);
            Assert.AreEqual(mean, weights[$"{layer}/moving_mean"].Values[unit], 1e-5, $"{layer}, mean of {unit}");
            var variance = squares / (rows.Length - 1);
            Assert.AreEqual(variance, weights[$"{layer}/moving_variance"].Values[unit], 1e-5 * Math.Max(1, variance));
        }
    }
}
