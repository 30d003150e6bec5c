using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Training;

[TestClass]
public class EvaluationTests
{
    // Batches of 2, 2 and 1 rows: 2, 1 and 0 of them right. The last batch's accuracy alone would be 0.
    [TestMethod]
    public void Run_BatchesThatDiffer_AddsThemAll()
    {
        var definition = NetworkDefinition.Build(new TensorShape(2), x => x.Activation(ActivationFunction.Linear));
        using var network = new NetworkModule(definition, NetworkWeights.Initialize(definition, 1), seed: 0);
        using var rows = Probe.Rows([3, 0, 0, 2, 1, 0, 5, 0, 4, 0], 0, 1, 0, 1, 1);
        var settings = Probe.Settings() with { BatchSize = 2 };
        var tally = Probe.Evaluate(network, settings, rows);
        Assert.AreEqual(5, tally.Rows);
        Assert.AreEqual(0.6, tally.Accuracy);
        double[] losses = [Log(-3), Log(-2), Log(-1), Log(5), Log(4)];
        Assert.AreEqual(losses.Average(), tally.MeanLoss, 1e-6);

        static double Log(double margin) => Math.Log(1 + Math.Exp(margin));
    }

    [TestMethod]
    public void Run_Dropout_IsOff()
    {
        var definition = NetworkDefinition.Build(new TensorShape(2), x => x.Dropout(0.9f));
        using var network = new NetworkModule(definition, NetworkWeights.Initialize(definition, 1), seed: 0);
        using var rows = Probe.Rows(1, 100, 2, x => x[0] > x[1] ? 0 : 1);
        network.train();
        Assert.AreEqual(1, Probe.Evaluate(network, Probe.Settings(), rows).Accuracy);
    }

    [TestMethod]
    public void Score_Blocks_GiveEveryRowAndLeaveTheMode()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(2), x => x.Dropout(0.5f).Activation(ActivationFunction.Relu));
        using var network = new NetworkModule(definition, NetworkWeights.Initialize(definition, 1), seed: 0);
        foreach (var count in new[] { 0, 1, 63, 64, 65, 200 })
        {
            float[] rows = [.. Enumerable.Range(0, 2 * count).Select(i => i % 3 == 0 ? -i : (float)i)];
            foreach (var mode in new[] { true, false })
            {
                network.train(mode);
                CollectionAssert.AreEqual(rows.Select(x => Math.Max(x, 0)).ToArray(), network.Score(rows));
                Assert.AreEqual(mode, network.training);
            }
        }
    }
}
