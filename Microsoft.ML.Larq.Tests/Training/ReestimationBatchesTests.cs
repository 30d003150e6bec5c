using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Training.Data;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>A re-estimation over several batches: each counts, and whole ones only.</summary>
[TestClass]
public class ReestimationBatchesTests
{
    // The first layer's statistics are those of its own rows, whatever the batches.
    private static readonly NetworkDefinition Network = NetworkDefinition.Build(
        new TensorShape(1), x => x.BatchNormalization(scale: false).Dense(1));

    // Rows 0 … n − 1 with their squares: one batch alone has another mean, by 18 and more for any of these orders.
    [TestMethod]
    [DataRow(512, 8)]
    [DataRow(768, 8)]
    [DataRow(600, 300)]
    public void Run_SeveralBatches_GivesTheMomentsOfAllRows(int count, int batch)
    {
        using var rows = Probe.Rows([.. Squares(count)], new float[count]);
        var (mean, variance) = Run(rows, batch);
        Assert.AreEqual(Squares(count).Average(x => (double)x), mean, 1e-3);
        Assert.AreEqual(Variance(Squares(count)), variance, 1e-3 * variance);
    }

    // 88 rows over: the moments are those of 512 of the 600, which are the same ones every time.
    [TestMethod]
    public void Run_RowsLeftOver_AreLeftOut()
    {
        using var rows = Probe.Rows([.. Enumerable.Range(0, 600).Select(row => row < 512 ? 0f : 1)], new float[600]);
        var (mean, _) = Run(rows, 8);
        Assert.AreEqual(Math.Round(mean * 512), mean * 512, 1e-3, "So many ones of 512 rows.");
        Assert.AreNotEqual(88 / 600.0, mean, 1e-5);
    }

    // 16,384 rows of 16,640: 64 batches of 256.
    [TestMethod]
    public void Run_MoreRowsThanAreLookedAt_StopsThere()
    {
        using var rows = Probe.Rows(
            [.. Enumerable.Range(0, 16_640).Select(row => row < 16_384 ? 0f : 1)], new float[16_640]);
        var (mean, _) = Run(rows, 8);
        Assert.AreEqual(Math.Round(mean * 16_384), mean * 16_384, 1e-2, "So many ones of 16,384 rows.");
        Assert.AreNotEqual(256 / 16_640.0, mean, 1e-7);
    }

    private static float[] Squares(int count) =>
        [.. Enumerable.Range(0, count).Select(row => row * (float)row / 1024)];

    private static double Variance(float[] values)
    {
        var mean = values.Average(x => (double)x);
        return values.Sum(x => (x - mean) * (x - mean)) / (values.Length - 1);
    }

    private static (double Mean, double Variance) Run(RowCache rows, int batch)
    {
        using var network = new NetworkModule(Network, NetworkWeights.Initialize(Network, 1), seed: 0);
        Probe.Reestimation(network, rows, batch).Run();
        var weights = network.Save();
        return (
            weights["batch_normalization/moving_mean"].Values[0],
            weights["batch_normalization/moving_variance"].Values[0]);
    }
}
