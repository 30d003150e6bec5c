using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>Transposed and locally connected layers, normalization and penalties, trained together.</summary>
[TestClass]
public class OwnWeightsTrainingTests
{
    [TestMethod]
    public void Run_SeparableProblem_IsLearnedAndScoresPacked()
    {
        var random = new Random(1);
        var labels = Enumerable.Range(0, 120).Select(i => (float)(i % 2)).ToArray();
        var features = labels.SelectMany(label => Enumerable.Range(0, 9)
            .Select(i => (random.NextSingle() * 0.5f) + (i % 2 == (int)label ? 1 : -1))).ToArray();
        using var rows = Probe.Rows(features, labels);
        var definition = NetworkDefinition.Build(new TensorShape(3, 3, 1), x => x
            .QuantConv2DTranspose(
                4, 3, 2, inputQuantizer: "approx_sign", kernelQuantizer: "ste_sign",
                kernel: new() { Initializer = "he_normal" })
            .BatchNormalization()
            .QuantLocallyConnected2D(
                3, 3, 2, "approx_sign", "magnitude_aware_sign",
                kernel: new() { Regularizer = "l2(l2=0.0001)", Constraint = "weight_clip" })
            .LayerNormalization().Flatten().Dense(2, activityRegularizer: "l2(l2=0.001)"));
        var start = NetworkWeights.Initialize(definition, 1);
        var listener = new Listener();
        using var session = new TrainingSession(
            definition, start, Probe.Settings() with { Epochs = 15, BatchSize = 20 }, rows, rows, CPU, listener);
        session.Run();
        Assert.AreEqual(1.0, listener.Reports[^1][MetricNames.Validation + MetricNames.Accuracy]);
        var trained = session.Weights;
        foreach (var (name, weight) in start) Assert.IsFalse(weight.Values.SequenceEqual(trained[name].Values), name);

        var expected = session.Score(features);
        var actual = new float[expected.Length];
        PackedNetwork.Compile(definition, trained).Score(features, actual);
        for (var i = 0; i < actual.Length; i++) Assert.AreEqual(expected[i], actual[i], 1e-3f);
    }
}
