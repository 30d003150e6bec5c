using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training;

[TestClass]
public class FrozenLayerTests
{
    private static readonly NetworkDefinition Network = NetworkDefinition.Build(new TensorShape(6), x => x
        .Apply(new DenseLayer { Units = 16, Kernel = "ste_sign", Trainable = false }, name: "frozen")
        .Apply(new BatchNormalizationLayer { Trainable = false }, name: "frozen_norm")
        .BatchNormalization(name: "norm")
        .QuantDense(8, "ste_sign", "ste_sign", name: "free")
        .Dense(2, name: "last"));

    // Latent weights of 3 are beyond the clip's window, which would draw them in.
    [TestMethod]
    public void Run_FrozenLayers_KeepTheirWeightsBitForBit()
    {
        using var rows = Probe.Rows(3, 64, 6, x => x[0] > 0 ? 1 : 0);
        var start = Probe.Weights(
            Network,
            ("frozen/kernel", [.. Enumerable.Range(0, 96).Select(i => i % 2 == 0 ? 3f : -3f)]),
            ("frozen_norm/moving_mean", [.. Enumerable.Repeat(0.25f, 16)]));
        using var session = new TrainingSession(
            Network, start, Probe.Settings() with { Epochs = 3 }, rows, rows, CPU, new Listener());
        session.Run();
        var trained = session.Weights;
        foreach (var (name, weight) in start)
        {
            var same = weight.Values.SequenceEqual(trained[name].Values);
            Assert.AreEqual(name.StartsWith("frozen", StringComparison.Ordinal), same, name);
        }
    }

    [TestMethod]
    public void Score_AfterTraining_IsThePackedNetworks()
    {
        using var rows = Probe.Rows(3, 64, 6, x => x[0] > 0 ? 1 : 0);
        using var session = new TrainingSession(
            Network, NetworkWeights.Initialize(Network, 1), Probe.Settings(), rows, null, CPU, new Listener());
        session.Run();
        var features = new float[6 * 4];
        rows.Gather([0, 1, 2, 3], features);
        var expected = session.Score(features);
        var actual = new float[expected.Length];
        PackedNetwork.Compile(Network, session.Weights).Score(features, actual);
        for (var i = 0; i < actual.Length; i++) Assert.AreEqual(expected[i], actual[i], 1e-4f);
    }

    [TestMethod]
    public void Run_EverythingFrozen_ThrowsNamingTheOption()
    {
        using var rows = Probe.Rows(3, 16, 6, x => x[0] > 0 ? 1 : 0);
        var network = NetworkDefinition.Build(
            new TensorShape(6), x => x.Apply(new DenseLayer { Units = 2, Trainable = false }));
        using var session = new TrainingSession(
            network, NetworkWeights.Initialize(network, 1), Probe.Settings(), rows, null, CPU, new Listener());
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(session.Run).Message, "Network");
    }

    [TestMethod]
    public void Weights_OfAFrozenLayer_AreNotTrainable()
    {
        Assert.IsTrue(Network["frozen"].Weights.All(spec => !spec.Trainable));
        Assert.IsTrue(Network["free"].Weights.All(spec => spec.Trainable));
        Assert.IsFalse(((WeightedKind)NetworkDefinition.FromJson(Network.ToJson())["frozen"].Kind).Trainable);
    }
}
