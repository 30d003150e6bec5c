using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks;

[TestClass]
public class NetworkWeightsTests
{
    private static readonly NetworkDefinition Network = NetworkDefinition.Build(new TensorShape(6, 6, 4), x => x
        .QuantConv2D(8, 3, groups: 2, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign", name: "conv")
        .BatchNormalization(name: "norm").Flatten().Dense(30, name: "dense"));

    [TestMethod]
    public void Initialize_SameSeed_GivesTheSameWeights()
    {
        AssertEqual(NetworkWeights.Initialize(Network, 5), NetworkWeights.Initialize(Network, 5));
        Assert.IsFalse(NetworkWeights.Initialize(Network, 5)["dense/kernel"].Values
            .SequenceEqual(NetworkWeights.Initialize(Network, 6)["dense/kernel"].Values));
    }

    [TestMethod]
    public void Renamed_PutsTheValuesUnderTheNewLayers()
    {
        var weights = NetworkWeights.Initialize(Network, 5);
        var renamed = weights.Renamed(layer => layer == "conv" ? "other" : layer);
        CollectionAssert.AreEquivalent(
            weights.Keys.Select(name => name.Replace("conv/", "other/", StringComparison.Ordinal)).ToArray(),
            renamed.Keys.ToArray());
        Assert.AreSame(weights["conv/kernel"], renamed["other/kernel"]);
        Assert.AreSame(weights["norm/beta"], renamed["norm/beta"]);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => weights.Renamed(_ => "same")).Message,
            "Two weights would be called 'same/bias'; 'dense/bias' is one of them.");
    }

    [TestMethod]
    public void Initialize_OneLayerMore_ChangesNoOther()
    {
        var longer = NetworkDefinition.Build(new TensorShape(6, 6, 4), x => x
            .QuantConv2D(4, 1, name: "first")
            .QuantConv2D(8, 3, groups: 2, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign", name: "conv"));
        CollectionAssert.AreEqual(
            NetworkWeights.Initialize(Network, 5)["conv/kernel"].Values.ToArray(),
            NetworkWeights.Initialize(longer, 5)["conv/kernel"].Values.ToArray());
    }

    [TestMethod]
    public void Initialize_Statistics_AreZerosAndOnes()
    {
        var weights = NetworkWeights.Initialize(Network, 5);
        CollectionAssert.AreEqual(Enumerable.Repeat(1f, 8).ToArray(), weights["norm/gamma"].Values.ToArray());
        CollectionAssert.AreEqual(new float[8], weights["norm/beta"].Values.ToArray());
        CollectionAssert.AreEqual(new float[8], weights["norm/moving_mean"].Values.ToArray());
        CollectionAssert.AreEqual(Enumerable.Repeat(1f, 8).ToArray(), weights["norm/moving_variance"].Values.ToArray());
        CollectionAssert.AreEqual(new float[30], weights["dense/bias"].Values.ToArray());
    }

    // Glorot and Bengio 2010, equation 16, √(6 / (fan_in + fan_out)): the dense kernel has 128 inputs and 30 outputs;
    // the convolution 3·3·2 inputs and 3·3·8 outputs, as Keras counts them from the kernel's shape (3, 3, 2, 8).
    [TestMethod]
    [DataRow("dense/kernel", 158)]
    [DataRow("conv/kernel", 90)]
    public void Initialize_GlorotUniform_FillsItsRangeEvenly(string name, int fans)
    {
        var values = NetworkWeights.Initialize(Network, 5)[name].Values.ToArray();
        var limit = Math.Sqrt(6.0 / fans);
        Assert.IsTrue(values.All(value => Math.Abs(value) <= limit));
        Assert.IsGreaterThan(0.95 * limit, values.Max());
        Assert.IsLessThan(-0.95 * limit, values.Min());
        // The mean of n uniform values deviates by limit / √(3n); five times that is out of reach.
        Assert.AreEqual(0, values.Average(), 5 * limit / Math.Sqrt(3.0 * values.Length));
    }

    [TestMethod]
    public void Verify_WeightsOfTheNetwork_Passes()
    {
        var weights = NetworkWeights.Initialize(Network, 5);
        weights.Verify(Network);
        CollectionAssert.AreEqual(
            new[]
            {
                "conv/bias", "conv/kernel", "dense/bias", "dense/kernel", "norm/beta", "norm/gamma", "norm/moving_mean",
                "norm/moving_variance",
            },
            weights.Keys.ToArray());
    }

    [TestMethod]
    public void Verify_OtherWeights_NamesTheWeight()
    {
        var weights = NetworkWeights.Initialize(Network, 5);
        Fails("Layer 'dense' needs a weight 'dense/bias' of shape (30,)", new(
            weights.Where(entry => entry.Key != "dense/bias")));
        Fails(
            "Weight 'dense/bias' must have shape (30,), got (3,)",
            weights.With([KeyValuePair.Create("dense/bias", new WeightArray(new TensorShape(3), new float[3]))]));
        Fails(
            "Weight 'zebra' belongs to no layer",
            weights.With([KeyValuePair.Create("zebra", new WeightArray(new TensorShape(3), new float[3]))]));

        static void Fails(string message, NetworkWeights wrong)
        {
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentException>(() => wrong.Verify(Network)).Message, message);
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentException>(() => wrong.Quantized(Network)).Message, message);
        }
    }

    [TestMethod]
    public void Quantized_Kernels_AreSignsAndTheRestStays()
    {
        var latent = NetworkWeights.Initialize(Network, 5);
        var quantized = latent.Quantized(Network);
        CollectionAssert.AreEqual(
            latent["conv/kernel"].Values.ToArray().Select(value => value < 0 ? -1f : 1f).ToArray(),
            quantized["conv/kernel"].Values.ToArray());
        Assert.AreSame(latent["dense/kernel"], quantized["dense/kernel"]);
        AssertEqual(quantized, quantized.Quantized(Network));
    }

    [TestMethod]
    public void Indexer_UnknownName_NamesIt()
    {
        var weights = NetworkWeights.Initialize(Network, 5);
        StringAssert.Contains(Assert.ThrowsExactly<KeyNotFoundException>(() => weights["a/b"]).Message, "'a/b'");
        Assert.IsFalse(weights.TryGetValue("a/b", out _));
        Assert.AreSame(weights["conv/kernel"], weights[Network["conv"], "kernel"]);
    }

    [TestMethod]
    public void WeightArray_GivenValues_CopiesThemAndChecksTheirNumber()
    {
        var values = new float[] { 1, 2 };
        var weight = new WeightArray(new TensorShape(2), values);
        values[0] = 9;
        Assert.AreEqual(1f, weight.Values[0]);
        var error = Assert.ThrowsExactly<ArgumentException>(() => new WeightArray(new TensorShape(3), values));
        StringAssert.Contains(error.Message, "shape (3,) has 3 values, got 2");
        Assert.ThrowsExactly<ArgumentException>(() => WeightArray.Adopt(new TensorShape(3), values));
    }

    private static void AssertEqual(NetworkWeights one, NetworkWeights other)
    {
        CollectionAssert.AreEqual(one.Keys.ToArray(), other.Keys.ToArray());
        foreach (var name in one.Keys)
            CollectionAssert.AreEqual(one[name].Values.ToArray(), other[name].Values.ToArray(), name);
    }
}
