using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Sets;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

/// <summary>Evaluation sums whole levels, as a packed network does; training sums Larq's numbers.</summary>
[TestClass]
public class IntegerSumsTests
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
                .QuantConv2D(72, 3, 1, PadMode.Same, bits % 2, q, kernel, groups: 1 + (bits % 2), useBias: false)
                .BatchNormalization().MaxPool2D(2)
                .QuantConv2D(40, 3, 2, PadMode.Same, 0, q, kernel).BatchNormalization().Flatten()
                .QuantDense(100, q, kernel, ActivationFunction.HardTanh).QuantDense(5, q, kernel, useBias: false));
            Check(bits, new TensorShape(20, 24), x => x
                .QuantConv1D(160, 3, 1, PadMode.Same, 1, q, kernel).BatchNormalization()
                .QuantConv1D(16, 3, inputQuantizer: q, kernelQuantizer: kernel));
            Check(bits, new TensorShape(3, 4, 5, 16), x => x
                .QuantConv3D(64, 2, 1, PadMode.Same, 1, q, kernel).BatchNormalization()
                .QuantConv3D(8, 2, inputQuantizer: q, kernelQuantizer: kernel));
        }
    }

    // The same of every other geometry.
    [TestMethod]
    [DynamicData(nameof(Kernels))]
    public void Score_OtherGeometries_HaveTheBitsOfEvaluation(string kernel)
    {
        for (var bits = 1; bits <= 9; bits++)
        {
            var q = Quantizer.DoReFa(bits);
            Geometries(bits, q, kernel);
        }
    }

    [TestMethod]
    [DataRow("ste_sign", "ste_tern")]
    [DataRow("ste_sign", "magnitude_aware_sign")]
    [DataRow("ste_heaviside", "xnor_weight_scale")]
    [DataRow("ste_heaviside", "magnitude_aware_sign_unclipped")]
    [DataRow("ste_tern", "magnitude_aware_sign")]
    [DataRow("ste_tern", "ste_sign")]
    public void Score_OtherGeometriesOfSmallNumbers_HaveTheBitsOfEvaluation(string input, string kernel)
    {
        for (var seed = 0; seed < 4; seed++) Geometries(seed, input, kernel);
    }

    // Signs in, each filter ± its scale.
    [TestMethod]
    [DataRow("magnitude_aware_sign")]
    [DataRow("magnitude_aware_sign_unclipped")]
    [DataRow("xnor_weight_scale")]
    public void Score_ScaledSigns_HaveTheBitsOfEvaluation(string kernel) => Check(3, new TensorShape(9, 8, 24), x => x
        .QuantConv2D(33, 3, 1, PadMode.Same, 1, "ste_sign", kernel).BatchNormalization()
        .QuantConv2D(40, 3, 2, PadMode.Same, 0, "approx_sign", kernel).BatchNormalization().Flatten()
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
                IntegerSums.Of(false, x, layer.InputQuantizer, layer.Kernel, layer.KernelQuantizer) is not null);
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
            6, 4, 3, padding: PadMode.Same, inputQuantizer: new DoReFa(5), kernelQuantizer: new MagnitudeAwareSign());
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
            isOne, IntegerSums.Of(false, x, layer.InputQuantizer, layer.Kernel, layer.KernelQuantizer) is not null);
    }

    private static void Geometries(int seed, Quantizer q, Quantizer kernel)
    {
        var (pad, multiplier) = (seed % 2, 1 + (seed / 2 % 2));

        // Of an input channel, and of a multiplier's output, where a quantizer gives such: several scales a filter.
        var hasScales = kernel.IsScaledSign && kernel is not MagnitudeAwareSignUnclippedQuantizer;
        var channels = hasScales ? 1 : 24;
        Check(seed, new TensorShape(4, 5, channels), x => x
            .QuantConv2DTranspose(hasScales ? 1 : 72, 3, 2, PadMode.Same, null, q, kernel, useBias: false)
            .BatchNormalization()
            .QuantConv2DTranspose(20, (2, 3), (1, 2), PadMode.Valid, null, q, kernel).BatchNormalization()
            .QuantLocallyConnected2D(3, 2, 3, q, kernel));
        Check(seed, new TensorShape(2, 3, 2, channels), x => x
            .QuantConv3DTranspose(hasScales ? 1 : 40, (2, 3, 1), (2, 1, 2), PadMode.Same, null, q, kernel)
            .BatchNormalization()
            .QuantConv3DTranspose(3, 2, 1, PadMode.Valid, null, q, kernel));
        Check(seed, new TensorShape(5, 6, 40), x => x
            .QuantLocallyConnected2D(70, (2, 3), (2, 1), q, kernel).BatchNormalization()
            .QuantLocallyConnected2D(9, 1, 1, q, kernel));
        Check(seed, new TensorShape(9, 40), x => x
            .QuantLocallyConnected1D(70, 3, 2, q, kernel).BatchNormalization()
            .QuantLocallyConnected1D(9, 2, 1, q, kernel));
        Check(seed, new TensorShape(6, 7, 33), x => x
            .QuantDepthwiseConv2D(3, 1, PadMode.Same, pad, multiplier, q, kernel).BatchNormalization()
            .QuantDepthwiseConv2D((2, 5), 2, PadMode.Same, 0, 1, q, kernel));
        Check(seed, new TensorShape(6, 7, 33), x => x
            .QuantSeparableConv2D(150, 3, 1, PadMode.Same, pad, 1, q, kernel, kernel).BatchNormalization()
            .QuantSeparableConv2D(20, (2, 3), 2, PadMode.Same, 0, 1, q, kernel, kernel));
        Check(seed, new TensorShape(40, 33), x => x.QuantSeparableConv1D(
            150, 3, 1, PadMode.Same, pad, hasScales ? 1 : multiplier, q, kernel, kernel));
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
