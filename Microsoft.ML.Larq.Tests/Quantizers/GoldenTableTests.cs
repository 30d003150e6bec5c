using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;

namespace Microsoft.ML.Larq.Tests.Quantizers;

/// <summary>Values and pseudo-gradients computed in double precision from the formulas of larq 0.13.3.</summary>
/// <remarks>
/// The formulas: <see href="https://github.com/larq/larq/blob/v0.13.3/larq/quantizers.py"/>; what Larq asserts of them:
/// larq/quantizers_test.py there. Larq itself has no fixed vectors.
/// </remarks>
[TestClass]
public class GoldenTableTests
{
    private const string Weights = "dorefa_quantizer(k_bit={0}, mode=\"weights\")";

    private static readonly float[] Latents = [-1.5f, -0.8f, -0.3f, -0.1f, 0, 0.05f, 0.2f, 0.6f, 1, 2];

    // larq/quantizers.py: ste_heaviside, ste_tern, ste_sign, swish_sign with β = 5 and β = 10.
    [TestMethod]
    [DataRow(-2f, 0f, -1f, 0f, -0.003631252444, -7.420152976e-07)]
    [DataRow(-1.25f, 0f, -1f, 0f, -0.08126530594, -0.0007825843893)]
    [DataRow(-1f, 0f, -1f, 1f, -0.1949922549, -0.007262504889)]
    [DataRow(-0.75f, 0f, -1f, 1f, -0.3541775512, -0.0606804194)]
    [DataRow(-0.5f, 0f, -1f, 1f, -0.08462156523, -0.3899845098)]
    [DataRow(-0.05f, 0f, -1f, 1f, 4.846162875, 8.82458054)]
    [DataRow(-0.04f, 0f, 0f, 1f, 4.900992493, 9.231057497)]
    [DataRow(0f, 0f, 0f, 1f, 5.0, 10.0)]
    [DataRow(0.04f, 1f, 0f, 1f, 4.900992493, 9.231057497)]
    [DataRow(0.05f, 1f, 1f, 1f, 4.846162875, 8.82458054)]
    [DataRow(0.25f, 1f, 1f, 1f, 2.262047405, -0.1692431305)]
    [DataRow(1f, 1f, 1f, 1f, -0.1949922549, -0.007262504889)]
    [DataRow(1.25f, 1f, 1f, 0f, -0.08126530594, -0.0007825843893)]
    public void Forward_FirstTable_GivesValueAndGradient(
        float x, float heaviside, float tern, float ste, double swish5, double swish10)
    {
        var sign = x < 0 ? -1f : 1f;
        Check("ste_heaviside", heaviside, ste, 0);
        Check("ste_tern", tern, ste, 0);
        Check("ste_sign", sign, ste, 0);
        Check("swish_sign", sign, swish5, 2e-6 * Math.Max(0.05, Math.Abs(swish5)));
        Check("swish_sign(beta=10)", sign, swish10, 1e-5 * Math.Max(0.005, Math.Abs(swish10)));

        void Check(string alias, float value, double gradient, double allowed)
        {
            var (output, slope) = Run(alias, [x]);
            Assert.AreEqual(value, output[0], alias);
            Assert.AreEqual(gradient, slope[0], allowed, alias);
        }
    }

    // larq/quantizers.py, swish_sign: far out −0 and no NaN, although cosh overflows; and clip_value 1.25.
    [TestMethod]
    public void Backward_FarOut_IsZero()
    {
        foreach (var gradient in Run("swish_sign", [20, 100, -100, float.MaxValue]).Gradient)
            Assert.AreEqual(0f, gradient);
        Assert.AreEqual(1f, Run("ste_tern(clip_value=1.25)", [1.25f]).Gradient[0]);
        Assert.AreEqual(1f, Run("ste_heaviside(clip_value=1.25)", [1.25f]).Gradient[0]);
    }

    // larq/quantizers.py, DoReFa with mode "activations"; ½ is a tie for every k, and halves go to even.
    [TestMethod]
    [DataRow(1, new float[] { 0, 0, 0, 0, 1, 1, 1, 0 })]
    [DataRow(2, new float[] { 0, 1, 1, 1, 2, 2, 3, 2 })]
    [DataRow(4, new float[] { 0, 3, 4, 6, 9, 11, 15, 8 })]
    [DataRow(8, new float[] { 0, 51, 64, 102, 153, 191, 255, 128 })]
    public void Forward_DoReFaActivations_GivesTheLevels(int bits, float[] levels)
    {
        float[] x = [-0.5f, 0.2f, 0.25f, 0.4f, 0.6f, 0.75f, 1.5f, 0.5f];
        var n = (1 << bits) - 1;
        var (output, gradient) = Run($"dorefa_quantizer(k_bit={bits})", x);
        CollectionAssert.AreEqual(levels.Select(level => level / n).ToArray(), output);
        CollectionAssert.AreEqual(new float[] { 0, 1, 1, 1, 1, 1, 0, 1 }, gradient);
    }

    // larq/quantizers.py, DoReFa with mode "weights": levels times n, and the gradient, the same for all k.
    [TestMethod]
    [DataRow(1, new float[] { -1, -1, -1, -1, -1, 1, 1, 1, 1, 1 })]
    [DataRow(2, new float[] { -3, -3, -1, -1, 1, 1, 1, 1, 3, 3 })]
    [DataRow(3, new float[] { -7, -5, -3, -1, 1, 1, 1, 3, 5, 7 })]
    [DataRow(4, new float[] { -15, -11, -5, -1, 1, 1, 3, 9, 11, 15 })]
    [DataRow(8, new float[] { -239, -175, -77, -27, 1, 13, 53, 143, 201, 255 })]
    public void Forward_DoReFaWeights_GivesTheLevels(int bits, float[] levels)
    {
        double[] slopes =
        [
            0.18744966, 0.57991616, 0.94928504, 1.02701034, 1.03731472, 1.03472575, 0.99690403, 0.73813009, 0.43564557,
            0.07328714,
        ];
        var n = (1 << bits) - 1;
        var (output, gradient) = Run(string.Format(null, Weights, bits), Latents);
        for (var i = 0; i < levels.Length; i++)
        {
            Assert.AreEqual(levels[i] / n, output[i], 1e-6f);
            Assert.AreEqual(slopes[i], gradient[i], 1e-6);
        }
    }

    // larq/quantizers.py, DoReFa.weight_preprocess gives ½ for 0, which is a tie: an all-zero kernel is one constant.
    [TestMethod]
    [DataRow(1, -1.0)]
    [DataRow(2, 1 / 3.0)]
    [DataRow(3, 1 / 7.0)]
    [DataRow(4, 1 / 15.0)]
    [DataRow(6, 1 / 63.0)]
    [DataRow(8, 1 / 255.0)]
    public void Forward_DoReFaWeightsOfZero_IsNeverZero(int bits, double expected)
    {
        var (output, gradient) = Run(string.Format(null, Weights, bits), [0, 0, 0]);
        foreach (var value in output) Assert.AreEqual(expected, value, 1e-7);
        foreach (var value in gradient) Assert.AreEqual(0f, value);
    }

    // larq/quantizers_test.py, test_dorefa_quantize: inside ((2i−1)/2n, (2i+1)/2n) the output is i/n, within 1e-6.
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(4)]
    [DataRow(6)]
    [DataRow(8)]
    public void Forward_DoReFaBetweenTies_IsTheNearestLevel(int bits)
    {
        var n = (1 << bits) - 1;
        for (var i = 0; i <= n; i++)
        {
            foreach (var share in new[] { -0.99, -0.5, 0, 0.5, 0.99 })
            {
                var x = Math.Clamp((i + (share / 2)) / n, 0, 1);
                Assert.AreEqual(i / (double)n, Run($"dorefa_quantizer(k_bit={bits})", [(float)x]).Output[0], 1e-6);

                // Of weights, r = x where the largest tanh is that of 1.
                var weight = Math.Atanh(((2 * x) - 1) * Math.Tanh(1));
                var output = Run(string.Format(null, Weights, bits), [(float)weight, 1]).Output[0];
                Assert.AreEqual(i / (double)n, (output + 1) / 2.0, 1e-6, $"x = {x}");
            }
        }
    }

    // larq/quantizers.py, ste_tern with ternary_weight_networks: Δ = 0.7 · the mean of |x| = 0.28.
    [TestMethod]
    public void Forward_TernaryWeightNetworks_UsesTheMean() => CollectionAssert.AreEqual(
        new float[] { -1, -1, 0, 0, 0, 0, 1, 1 },
        Run("ste_tern(ternary_weight_networks=True)", [-1, -0.5f, -0.1f, 0, 0.1f, 0.2f, 0.4f, 0.9f]).Output);

    // larq/quantizers.py, MagnitudeAwareSign on Keras' (3, 2), which is Torch's (2, 3): scales 1 and 2/3.
    [TestMethod]
    public void Forward_MagnitudeAwareDense_ScalesEachUnit()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var quantizer = new MagnitudeAwareSign();
        var x = TorchSharp.torch.tensor(new[,] { { 0.5f, -1.5f, 1 }, { -1, 0.25f, -0.75f } }, requires_grad: true);
        var y = quantizer.call(x);
        y.sum().backward();
        const float Scale = 2 / 3f;
        CollectionAssert.AreEqual(new[] { 1, -1, 1, -Scale, Scale, -Scale }, y.data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 1, 0, 1, Scale, Scale, Scale }, x.grad!.data<float>().ToArray());
    }

    // larq/quantizers_test.py, test_metrics: a metric for each quantizer when asked for, none otherwise.
    [TestMethod]
    public void Create_EachQuantizer_HasNoMetricsUnlessAsked()
    {
        foreach (var sample in QuantizerSample.All)
        {
            using var quantizer = QuantizerModules.Create(sample.Quantizer);
            Assert.IsEmpty(quantizer.Metrics);
        }
    }

    private static (float[] Output, float[] Gradient) Run(string alias, float[] x)
    {
        using var quantizer = QuantizerModules.Create(Quantizer.Parse(alias));
        return QuantizerProbe.Run(quantizer, x, QuantizerProbe.Ones(x.Length));
    }
}
