using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Sets;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

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
        ActivationFunction[] activations =
            [ActivationFunction.Linear, ActivationFunction.Relu, ActivationFunction.HardTanh];
        foreach (var activation in activations)
        {
            var scaled = new PackedCase(3, new TensorShape(6, 5, 34), x => x
                .QuantConv2D(
                    20, 3, 2, PadMode.Same, 1, input, quantizer, groups: 2, activation: activation, name: "convolution")
                .BatchNormalization(epsilon: PackedCase.Epsilon).Flatten()
                .QuantDense(7, input, quantizer, activation, useBias: false, name: "dense"));
            scaled.AssertClose($"{quantizer}, {input}, {activation}", rows: 3);
            foreach (var name in (string[])["convolution", "dense"])
                Assert.IsTrue(scaled.Network.Report[name].IsPacked, name);
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
        Assert.IsFalse(line.IsPacked);
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

    // By hand: each filter's mean of magnitudes times the sum of its signs, in doubles. Any weights, a filter of zeros
    // and one of ones with a single other among them.
    [TestMethod]
    [DataRow("magnitude_aware_sign", "ste_sign")]
    [DataRow("magnitude_aware_sign_unclipped", "ste_sign")]
    [DataRow("xnor_weight_scale", "ste_sign")]
    [DataRow("magnitude_aware_sign", null)]
    [DataRow("magnitude_aware_sign", "dorefa_quantizer(k_bit=4)")]
    public void Score_AnyWeights_IsTheMeanTimesTheSumOfSigns(string quantizer, string? input)
    {
        const int Inputs = 300, Units = 37;
        var random = new Random(5);
        var kernel = new float[Inputs * Units];
        for (var i = 0; i < kernel.Length; i++)
        {
            kernel[i] = (i % Units) switch
            {
                3 => i % 2 == 0 ? 0 : -0f,
                4 => i == 4 ? -0.25f : 1,
                _ => (random.NextSingle() * 3) - 1.5f,
            };
        }

        var bias = Enumerable.Range(0, Units).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var row = Enumerable.Range(0, Inputs).Select(_ => (random.NextSingle() * 1.5f) - 0.25f).ToArray();
        double Told(float x) => input switch
        {
            null => x,
            "ste_sign" => x < 0 ? -1 : 1,
            _ => Math.Round(Math.Clamp(x, 0, 1) * 15.0) / 15,
        };
        double Scale(int unit) => Enumerable.Range(0, kernel.Length)
            .Where(i => quantizer == "magnitude_aware_sign_unclipped" || i % Units == unit)
            .Average(i => Math.Min(Math.Abs((double)kernel[i]), quantizer == "xnor_weight_scale" ? 1 : 9));

        var network = Network(Inputs, Units, input, quantizer);
        foreach (var set in KernelSet.Available)
        {
            var packed = PackedNetwork.Compile(network, Weights(Inputs, Units, kernel, bias), set);
            Assert.AreEqual(
                input is not null, packed.Report["dense"].IsPacked);
            var scores = new float[Units];
            packed.Score(row, scores);
            for (var unit = 0; unit < Units; unit++)
            {
                var sum = Enumerable.Range(0, Inputs)
                    .Sum(i => Told(row[i]) * (kernel[(i * Units) + unit] < 0 ? -1 : 1));
                var expected = (Scale(unit) * sum) + bias[unit];
                Assert.AreEqual(expected, scores[unit], 1e-5 * Math.Max(1, Math.Abs(expected)), $"{set.Name}, {unit}");
                if (unit == 3 && Scale(unit) == 0) Assert.AreEqual(bias[unit], scores[unit]);
            }
        }
    }

    // A scale that is NaN or infinite, and a filter of two magnitudes: the numbers themselves are summed.
    [TestMethod]
    [DataRow("magnitude_aware_sign", float.NaN)]
    [DataRow("magnitude_aware_sign_unclipped", float.NaN)]
    [DataRow("xnor_weight_scale", float.NaN)]
    [DataRow("magnitude_aware_sign", float.PositiveInfinity)]
    public void Score_AWeightThatIsNotFinite_RunsInFloat(string quantizer, float weight)
    {
        var kernel = new float[] { 1, 2, weight, -2, 1, 2 };
        foreach (var set in KernelSet.Available)
        {
            var packed = PackedNetwork.Compile(
                Network(3, 2, "ste_sign", quantizer), Weights(3, 2, kernel, [1, 1]), set);
            Assert.IsFalse(packed.Report["dense"].IsPacked);
            Assert.AreEqual(
                $"kernel quantizer {quantizer} gives a filter that is not ± one finite number",
                packed.Report["dense"].Why);
            var scores = new float[2];
            packed.Score([1, 1, -1], scores);

            // Each value ±weight for the first unit; 2 − 2 − 2 + 1 for the second, or weight there too.
            Assert.IsFalse(float.IsFinite(scores[0]), $"{scores[0]}");
            if (quantizer != "magnitude_aware_sign_unclipped")
                Assert.AreEqual(quantizer == "xnor_weight_scale" ? 0f : -1f, scores[1]);
        }
    }

    [TestMethod]
    public void Score_AFilterOfTwoMagnitudes_RunsInFloat()
    {
        Quantizer.Register("uneven_sign", _ => new UnevenSign());
        foreach (var set in KernelSet.Available)
        {
            var packed = PackedNetwork.Compile(
                Network(3, 2, "ste_sign", "uneven_sign"), Weights(3, 2, [0.5f, 2, 0.25f, -2, 0.5f, 2], [1, 1]), set);
            Assert.IsFalse(packed.Report["dense"].IsPacked);
            var scores = new float[2];
            packed.Score([1, 1, -1], scores);
            CollectionAssert.AreEqual(new[] { 1.25f, -1 }, scores);
        }
    }

    [TestMethod]
    public void Report_ScaledSigns_SaysKernelBytesAndWork()
    {
        var report = new PackedCase(1, new TensorShape(6, 5, 64), x => x.QuantConv2D(
            10, 3, inputQuantizer: "ste_sign", kernelQuantizer: "xnor_weight_scale")).Networks[^1].Report;
        Assert.AreEqual(
            new PackedLayer(
                "quant_conv2d", "QuantConv2D", true, "input ste_sign, kernel xnor_weight_scale",
                "ScalarBinaryConvolution", (9L * 10 * 8) + (10 * (4 + 4)), 4L * 3 * 9 * 64 * 10),
            report["quant_conv2d"]);
    }

    private static NetworkDefinition Network(int inputs, int units, Quantizer? input, Quantizer kernel) =>
        NetworkDefinition.Build(new TensorShape(inputs), x => x.QuantDense(units, input, kernel, name: "dense"));

    private static NetworkWeights Weights(int inputs, int units, float[] kernel, float[] bias) => new(
    [
        new("dense/kernel", new WeightArray(new TensorShape(inputs, units), kernel)),
        new("dense/bias", new WeightArray(new TensorShape(units), bias)),
    ]);

    /// <summary>Says that it gives scaled signs, and leaves the values as they are.</summary>
    private sealed record UnevenSign : CustomQuantizer
    {
        public override string Alias => "uneven_sign";

        public override int Precision => 1;

        public override Alphabet Alphabet => Alphabet.Real;

        internal override bool IsScaledSign => true;

        protected override void Quantize(
            ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized) =>
            values.CopyTo(quantized);
    }
}
