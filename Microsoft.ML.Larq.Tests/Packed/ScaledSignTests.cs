using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>Kernels of signs with a scale: their signs are bits, the scale comes behind the sum.</summary>
[TestClass]
public class ScaledSignTests
{
    [TestMethod]
    [DataRow("magnitude_aware_sign", "ste_sign")]
    [DataRow("magnitude_aware_sign_unclipped", "approx_sign")]
    [DataRow("xnor_weight_scale", "ste_sign")]
    [DataRow("xnor_weight_scale", "ste_heaviside")]
    public void Score_InputsOnBits_RunsOnBitsAndIsTheOracles(string quantizer, string input)
    {
        ActivationFunction[] activations = [ActivationFunction.Linear, ActivationFunction.Relu, ActivationFunction.HardTanh];
        foreach (var activation in activations)
        {
            var scaled = new PackedCase(3, new TensorShape(6, 5, 34), x => x
                .QuantConv2D(
                    20, 3, 2, Padding.Same, 1, input, quantizer, groups: 2, activation: activation, name: "convolution")
                .BatchNormalization(epsilon: PackedCase.Epsilon).Flatten()
                .QuantDense(7, input, quantizer, activation, useBias: false, name: "dense"));
            scaled.AssertClose($"{quantizer}, {input}, {activation}", rows: 3);
            foreach (var name in (string[])["convolution", "dense"])
                Assert.AreEqual(PackedArithmetic.Packed, scaled.Network.Report[name].Arithmetic, name);
        }
    }

    // Means of magnitudes of 3/8 are 3/8, and sums of so many eighths are exact.
    [TestMethod]
    [DataRow("magnitude_aware_sign")]
    [DataRow("magnitude_aware_sign_unclipped")]
    [DataRow("xnor_weight_scale")]
    public void Score_OneMagnitude_IsThatTimesTheSumOfSigns(string quantizer)
    {
        var network = NetworkDefinition.Build(
            new TensorShape(5), x => x.QuantDense(2, "ste_sign", quantizer, name: "dense"));
        float[] signs = [1, -1, 1, 1, -1, -1, 1, 1, 1, -1];
        var weights = new NetworkWeights(
        [
            new("dense/kernel", new WeightArray(new TensorShape(5, 2), [.. signs.Select(sign => sign * 0.375f)])),
            new("dense/bias", new WeightArray(new TensorShape(2), [0.25f, -0.5f])),
        ]);
        var scores = new float[2];
        PackedNetwork.Compile(network, weights).Score([1, -2, 3, 4, -5], scores);

        // Signs of the row: + − + + −. First column + + − + +: 1 − 1 − 1 + 1 − 1 = −1;
        // second − + − + −: −1 − 1 − 1 + 1 + 1 = −1.
        CollectionAssert.AreEqual(new[] { -0.375f + 0.25f, -0.375f - 0.5f }, scores);
    }

    [TestMethod]
    public void Report_NumbersIn_KeepsTheSignsAsBits()
    {
        var line = new PackedCase(1, new TensorShape(64), x => x.QuantDense(
            8, null, "magnitude_aware_sign", useBias: false)).Networks[^1].Report["quant_dense"];
        Assert.AreEqual(PackedArithmetic.Float, line.Arithmetic);
        StringAssert.Contains(line.Why, "the kernel's signs are kept as bits");

        // A word for the filters of each input, and a filter's scale.
        Assert.AreEqual((64L * 8) + (8 * 4), line.WeightBytes);
    }

    [TestMethod]
    public void Of_OtherMagnitudesOrNaN_IsNotTakenApart()
    {
        Assert.IsNull(ScaledSigns.Of([1, 2, 1, 3], 2, "magnitude_aware_sign"));
        Assert.IsNull(ScaledSigns.Of([1, float.NaN, 1, float.NaN], 2, "magnitude_aware_sign"));
        Assert.IsNull(ScaledSigns.Of([1, 2, 1, 2], 2, "ste_sign"));
        Assert.IsNull(ScaledSigns.Of([1, 2, 1, 2], 2, null));
        Assert.IsNotNull(ScaledSigns.Of([1, 2, -1, 2], 2, "magnitude_aware_sign"));
    }
}
