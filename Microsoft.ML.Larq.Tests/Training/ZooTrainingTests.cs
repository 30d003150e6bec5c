using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tests.Networks.Zoo;
using Microsoft.ML.Larq.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>What every model of the zoo owes: it trains, and scores packed as with Torch.</summary>
[TestClass]
public class ZooTrainingTests
{
    private const int Outputs = 5;

    public static IEnumerable<string[]> Models => ZooModel.Names;

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void Run_OneStep_ChangesTheFirstAndTheLastLayer(string name)
    {
        var network = ZooModel.Of(name).Small(Outputs);
        var random = new ZooWeights(1);
        var start = random.Of(network);
        using var rows = Probe.Rows(random.Rows(2 * network.InputShape.Size), 0, 1);
        var settings = Probe.Settings() with { BatchSize = 2, Optimizer = Optimize.Sgd(0.01f) };
        var listener = new Listener();
        using var session = new TrainingSession(network, start, settings, rows, null, CPU, listener);
        session.Run();
        var trained = session.Weights;
        Assert.IsTrue(double.IsFinite(listener.Epochs.Single()[MetricNames.Loss]));
        var weighted = network.Layers.Where(layer => layer.Weights.Any(spec => spec.Trainable)).ToArray();
        foreach (var layer in (Layer[])[weighted[0], weighted[^1]])
        {
            Assert.IsTrue(
                layer.Weights.Where(spec => spec.Trainable).Any(spec =>
                    !start[layer, spec.Name].Values.SequenceEqual(trained[layer, spec.Name].Values)),
                $"{name}, {layer.Name}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void Score_Packed_IsTorchs(string name)
    {
        var network = ZooModel.Of(name).Small(Outputs);
        AssertSameScores(network, new ZooWeights(2), rows: 2);
    }

    [TestMethod]
    public void Score_QuickNetAtImageNetsSize_IsTorchs() => AssertSameScores(
        NetworkDefinition.Build(new TensorShape(224, 224, 3), x => Zoo.QuickNet(x, Outputs)),
        new ZooWeights(3), rows: 1);

    private static void AssertSameScores(NetworkDefinition network, ZooWeights random, int rows)
    {
        var weights = random.Of(network);
        var features = random.Rows(rows * network.InputShape.Size);
        using var module = new NetworkModule(network, weights, seed: 0);
        var expected = module.Score(features);
        var actual = new float[expected.Length];
        PackedNetwork.Compile(network, weights).Score(features, actual);
        var allowed = 1e-5f * expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++) Assert.AreEqual(expected[i], actual[i], allowed, $"score {i}");

        // Scores that are all alike, or the same for every row, would say nothing.
        for (var row = 0; row < rows; row++) Assert.IsGreaterThan(1, Scores(row).Distinct().Count());
        if (rows > 1) CollectionAssert.AreNotEqual(Scores(0), Scores(1));

        float[] Scores(int row) => expected[(row * Outputs)..((row + 1) * Outputs)];
    }
}
