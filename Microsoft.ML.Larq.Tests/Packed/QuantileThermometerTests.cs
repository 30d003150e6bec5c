using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public class QuantileThermometerTests
{
    [TestMethod]
    public void Score_EveryWidth_IsExact()
    {
        foreach (var bits in new[] { 1, 2, 3, 8, 31, 32, 33, 64, 65, 255 })
        {
            foreach (var features in new[] { 1, 2, 9 })
            {
                new PackedCase(bits, new TensorShape(features), x => x.QuantileThermometer(bits))
                    .AssertExact($"{features}×{bits}", rows: 3);
            }
        }
    }

    [TestMethod]
    public void Score_BinaryRoads_ArePackedAndExact()
    {
        var mixed = new PackedCase(1, new TensorShape(13), x =>
        {
            var bits = x.QuantileThermometer(7);
            var two = bits.Concatenate(x.QuantileThermometer(5).Dropout(0.1f))
                .Activation(ActivationFunction.Linear).Flatten();
            var packed = two.QuantDense(9, kernelQuantizer: "ste_sign", name: "known");
            var requantized = bits.QuantDense(9, "ste_sign", "ste_sign", name: "again");
            return packed.Add(requantized).Add(bits.Dense(9));
        });
        mixed.AssertExact("roads from a thermometer", rows: 5);
        Assert.IsTrue(mixed.Network.Report["known"].IsPacked);
        Assert.AreEqual("input already ±1, kernel ste_sign", mixed.Network.Report["known"].Why);
        Assert.IsTrue(mixed.Network.Report["again"].IsPacked);
        Assert.IsTrue(mixed.Network.Report["quantile_thermometer"].IsPacked);
    }

    [TestMethod]
    public void Score_ConcatenatedWithNumbers_IsNotKnownToBeSigns()
    {
        var mixed = new PackedCase(2, new TensorShape(4), x =>
            x.QuantileThermometer(3).Concatenate(x).QuantDense(2, kernelQuantizer: "ste_sign"));
        mixed.AssertExact("signs and numbers", rows: 3);
        Assert.IsFalse(mixed.Network.Report["quant_dense"].IsPacked);
    }

    [TestMethod]
    public void Score_OddNumbers_FollowTheComparison()
    {
        var definition = NetworkDefinition.Build(new TensorShape(6), x => x.QuantileThermometer(2));
        var thresholds = new WeightArray(
            new TensorShape(6, 2),
            [0, 1, 0, 1, 0, 1, 0, float.PositiveInfinity, float.NaN, 0, 0, float.PositiveInfinity]);
        var network = PackedNetwork.Compile(
            definition, new NetworkWeights([new("quantile_thermometer/thresholds", thresholds)]));
        var scores = new float[12];
        network.Score([float.NaN, -0f, 1, float.PositiveInfinity, 5, float.NegativeInfinity], scores);
        CollectionAssert.AreEqual(new float[] { -1, -1, 1, -1, 1, 1, 1, 1, -1, 1, -1, -1 }, scores);
    }
}
