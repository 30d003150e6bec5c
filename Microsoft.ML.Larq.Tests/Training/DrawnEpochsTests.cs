using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Machine;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>What a quantizer of the user's draws: anew in every epoch, and the same again with the same seed.</summary>
[TestClass]
[DoNotParallelize] // Torch's generator is the process's
public class DrawnEpochsTests
{
    private static readonly NetworkDefinition Network = NetworkDefinition.Build(
        new TensorShape(32), x => x.QuantDense(1, inputQuantizer: "drawn_sign"));

    // 20 rows that are alike, in one batch, and a rate that moves nothing: only what is drawn changes the loss.
    [TestMethod]
    public void Run_QuantizerThatDraws_DrawsOtherNumbersInEveryEpoch()
    {
        var losses = Losses(seed: 1);
        Assert.HasCount(6, losses.Distinct().ToArray(), string.Join(' ', losses));
        CollectionAssert.AreEqual(losses, Losses(seed: 1));
        foreach (var seed in new[] { 0, 2, -1 })
            Assert.IsEmpty(losses.Intersect(Losses(seed)).ToArray(), $"Seed {seed} draws what seed 1 draws.");
    }

    private static double[] Losses(int seed)
    {
        using var rows = Probe.Rows(new float[20 * 32], [.. Enumerable.Repeat(1f, 20)]);
        var settings = Probe.Settings(LearningTask.Regression) with
        {
            Optimizer = Optimize.Sgd(1e-30f),
            Epochs = 6,
            BatchSize = 20,
            Seed = seed,
            DrawsFromTorch = true,
        };
        var listener = new Listener();
        using var torch = new TorchScope(null, Network, 20, drawsFromTorch: true);
        using var session = new TrainingSession(
            Network, NetworkWeights.Initialize(Network, 1), settings, rows, null, CPU, listener);
        session.Run();
        return [.. listener.Epochs.Select(report => report[MetricNames.Loss])];
    }
}
