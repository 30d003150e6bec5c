using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

/// <summary>Evaluation sums whole levels, as a packed network does; training sums Larq's numbers.</summary>
[TestClass]
public class WholeSumsTests
{
    public static IEnumerable<object[]> Kernels => new[]
    {
        "ste_sign", "ste_tern", "magnitude_aware_sign", "magnitude_aware_sign_unclipped", "xnor_weight_scale",
        "shifted_sign(shift=0.25)",
    }.Select(kernel => new object[] { kernel });

    // Levels that nothing rounds come out of each layer, so that one bit of difference would turn one of the next's.
    [TestMethod]
    [DynamicData(nameof(Kernels))]
    public void Score_PackedNetwork_HasTheBitsOfEvaluation(string kernel)
    {
        for (var bits = 1; bits <= 12; bits++)
        {
            var q = Quantizer.DoReFa(bits);
            Check(bits, new TensorShape(9, 8, 24), x => x
                .QuantConv2D(72, 3, 1, Padding.Same, bits % 2, q, kernel, groups: 1 + (bits % 2), useBias: false)
                .BatchNormalization().MaxPool2D(2)
                .QuantConv2D(40, 3, 2, Padding.Same, 0, q, kernel).BatchNormalization().Flatten()
                .QuantDense(100, q, kernel, ActivationFunction.HardTanh).QuantDense(5, q, kernel, useBias: false));
            Check(bits, new TensorShape(20, 24), x => x
                .QuantConv1D(160, 3, 1, Padding.Same, 1, q, kernel).BatchNormalization()
                .QuantConv1D(16, 3, inputQuantizer: q, kernelQuantizer: kernel));
            Check(bits, new TensorShape(3, 4, 5, 16), x => x
                .QuantConv3D(64, 2, 1, Padding.Same, 1, q, kernel).BatchNormalization()
                .QuantConv3D(8, 2, inputQuantizer: q, kernelQuantizer: kernel));
        }
    }

    // Signs in, each filter ± its scale.
    [TestMethod]
    [DataRow("magnitude_aware_sign")]
    [DataRow("magnitude_aware_sign_unclipped")]
    [DataRow("xnor_weight_scale")]
    public void Score_ScaledSigns_HaveTheBitsOfEvaluation(string kernel) => Check(3, new TensorShape(9, 8, 24), x => x
        .QuantConv2D(33, 3, 1, Padding.Same, 1, "ste_sign", kernel).BatchNormalization()
        .QuantConv2D(40, 3, 2, Padding.Same, 0, "approx_sign", kernel).BatchNormalization().Flatten()
        .QuantDense(100, "ste_heaviside", kernel).BatchNormalization().QuantDense(5, "ste_sign", kernel));

    // What single precision cannot count is summed as numbers, in either engine.
    [TestMethod]
    public void Forward_SumsThatAreNotExact_AreOfNumbers()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        foreach (var (inputs, isWhole) in new[] { (200, false), (16, true) })
        {
            using var layer = Dense(inputs, 1, 20, "ste_sign");
            var x = TestTensors.Shaped(TestTensors.Uniform(1, 3 * inputs, 0, 1), 3, inputs);
            Assert.AreEqual(
                isWhole,
                WholeSums.Of(false, x, layer.InputQuantizer, layer.Kernel, layer.KernelQuantizer) is not null);
        }
    }

    [TestMethod]
    public void Forward_Evaluation_IsTheSumOfLevelsTimesItsUnit()
    {
        using var scope = NewDisposeScope();
        using var layer = Dense(4, 2, 3, "magnitude_aware_sign");
        layer.Kernel.Set([0.5f, -0.25f, 0.5f, 0.75f, 0, -0f, 0, 0]);
        var x = TestTensors.Shaped([0.3f, 0.7f, float.NaN, 9, -1, 0.07f, 0.08f, float.PositiveInfinity], 2, 4);
        layer.eval();
        using var guard = no_grad();
        var y = layer.call(x);

        // 0.3·7 = 2.1 and 0.7·7 = 4.9: levels 2 and 5. 0.07·7 = 0.49, 0.08·7 = 0.56: 0 and 1. A scale of 0 leaves 0.
        CollectionAssert.AreEqual(
            new[] { (2 - 5 + 0 + 7) * (0.5f * (1f / 7)), 0, (0 - 0 + 1 + 7) * (0.5f * (1f / 7)), 0 },
            y.Values().Select(value => value + 0f).ToArray());
    }

    [TestMethod]
    public void Forward_TrainingOrWithGradients_IsLarqs()
    {
        using var scope = NewDisposeScope();
        using var layer = new QuantConv2D(
            6, 4, 3, padding: Padding.Same, inputQuantizer: new DoReFa(5), kernelQuantizer: new MagnitudeAwareSign());
        layer.Kernel.Set(TestTensors.Uniform(1, 4 * 6 * 9, -1, 1));
        var x = TestTensors.Shaped(TestTensors.Uniform(2, 2 * 6 * 5 * 5, -0.2f, 1.2f), 2, 6, 5, 5);
        var (q, k) = (layer.InputQuantizer!.call(x), layer.KernelQuantizer!.call(layer.Kernel));
        var expected = nn.functional.conv2d(q, k, null, [1, 1], [1, 1]).add(layer.Bias!.view(1, -1, 1, 1)).Values();
        layer.train();
        CollectionAssert.AreEqual(expected, layer.call(x).Values());
        layer.eval();
        CollectionAssert.AreEqual(expected, layer.call(x).Values());
        using var guard = no_grad();
        var whole = layer.call(x).Values();
        CollectionAssert.AreNotEqual(expected, whole, "nothing was summed otherwise");
        for (var i = 0; i < whole.Length; i++) Assert.AreEqual(expected[i], whole[i], 1e-5f);
    }

    // Gradients stay what they are with quantized numbers, in training and in evaluation.
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Backward_Gradients_AreLarqs(bool training)
    {
        using var scope = NewDisposeScope();
        using var layer = Dense(30, 5, 2, "ste_sign");
        layer.Kernel.Set(TestTensors.Uniform(1, 5 * 30, -1, 1));
        layer.train(training);
        var x = TestTensors.Shaped(TestTensors.Uniform(2, 4 * 30, -0.3f, 1.3f), 4, 30).requires_grad_();
        var upstream = TestTensors.Shaped(TestTensors.Uniform(3, 4 * 5, -1, 1), 4, 5);
        layer.call(x).backward([upstream]);
        using var guard = no_grad();
        var inside = x.ge(0).logical_and(x.le(1)).to(ScalarType.Float32);
        CollectionAssert.AreEqual(upstream.matmul(layer.Kernel.sign()).mul(inside).Values(), x.grad!.Values());
        var levels = x.clamp(0, 1).mul(3).round().div(3);
        CollectionAssert.AreEqual(upstream.t().matmul(levels).Values(), layer.Kernel.grad!.Values());
    }

    // Scales that are not those of filters, and what is not finite.
    [TestMethod]
    [DataRow(0.5f, true)]
    [DataRow(0.25f, false)]
    [DataRow(float.NaN, false)]
    [DataRow(float.PositiveInfinity, false)]
    public void Of_AnotherMagnitude_IsNotTakenApart(float weight, bool isOne)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var layer = new QuantDense(3, 2, false, new DoReFa(), new Pass());
        var x = TestTensors.Shaped([0, 0.5f, 1], 1, 3);
        layer.Kernel.Set([0.5f, -0.5f, weight, 0, 2, -2]);
        Assert.AreEqual(
            isOne, WholeSums.Of(false, x, layer.InputQuantizer, layer.Kernel, layer.KernelQuantizer) is not null);
    }

    private static QuantDense Dense(int inputs, int units, int bits, string kernel) =>
        new(inputs, units, false, new DoReFa(bits), QuantizerModules.Create(kernel));

    private static void Check(int seed, TensorShape shape, Func<NetworkTensor, NetworkTensor> network)
    {
        var definition = NetworkDefinition.Build(shape, network);
        var random = new Random(seed);
        var weights = new NetworkWeights(definition.Layers.SelectMany(layer => layer.Weights.Select(spec =>
            KeyValuePair.Create($"{layer.Name}/{spec.Name}", new WeightArray(
                spec.Shape,
                [.. Enumerable.Range(0, spec.Shape.Size).Select(_ => spec.Name == "moving_variance"
                    ? (random.NextSingle() * 20) + 0.1f
                    : (random.NextSingle() * 2) - 1)])))));
        const int Rows = 4;
        float[] rows = [.. Enumerable.Range(0, Rows * shape.Size).Select(_ => (random.NextSingle() * 1.6f) - 0.3f)];
        using var module = new NetworkModule(definition, weights, seed: 0);
        var trained = module.Score(rows);
        foreach (var set in KernelSet.Available)
        {
            var packed = PackedNetwork.Compile(definition, weights, set);
            var scores = new float[trained.Length];
            packed.Score(rows, scores);
            for (var i = 0; i < scores.Length; i++)
                Assert.AreEqual(trained[i], scores[i], $"{set.Name}, {i}: {packed.Report}");
        }
    }

    private sealed class Pass() : nn.Module<Tensor, Tensor>("pass")
    {
        public override Tensor forward(Tensor input) => input.alias();
    }
}
