using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

/// <summary>Training in bfloat16 against training in float32: the same layer with the switch off.</summary>
[TestClass]
public class BFloat16ConvolutionTests
{
    // strides, dilation, groups, same, pad value, bias, channels last, height, width
    [TestMethod]
    [DataRow(1, 1, 1, true, 1f, true, false, 6, 6)]
    [DataRow(1, 1, 1, true, 1f, false, true, 6, 5)]
    [DataRow(2, 1, 1, true, 0f, false, true, 6, 7)]
    [DataRow(2, 1, 2, true, -1f, true, false, 5, 8)]
    [DataRow(1, 2, 4, true, 0.5f, false, true, 7, 7)]
    [DataRow(1, 1, 1, false, 0f, true, true, 4, 6)]
    public void Training_SmallSums_AreExactAndGradientsKeepEightBits(
        int stride, int dilation, int groups, bool same, float padValue,
        bool bias, bool channelsLast, int height, int width)
    {
        using var scope = NewDisposeScope();
        var padding = same ? PadMode.Same : PadMode.Valid;
        var (full, half) = (Layer(), Layer());
        half.UseBFloat16 = true;
        var kernel = TestTensors.Uniform(2, 4 * (8 / groups) * 9, -1, 1);
        full.Kernel.Set(kernel);
        half.Kernel.Set(kernel);
        var values = TestTensors.Uniform(1, 3 * 8 * height * width, -1.5f, 1.5f);
        var a = Run(full);
        var b = Run(half);
        CollectionAssert.AreEqual(a.Output, b.Output);
        AssertNear(a.Input, b.Input);
        AssertNear(a.Kernel, b.Kernel);
        Assert.AreEqual(b.Input.Count(value => value != 0) / (double)b.Input.Length, b.Flow, 1e-6);
        Assert.IsGreaterThan(0.3, b.Flow);

        QuantConv2D Layer() => new(
            8, 4, (3, 3), (stride, stride), padding, padValue, (dilation, dilation), groups, bias,
            new ApproxSign { Metrics = { new GradientFlow() } }, new SteSign());

        (float[] Output, float[] Input, float[] Kernel, double Flow) Run(QuantConv2D layer)
        {
            var x = TestTensors.Shaped(values, 3, 8, height, width);
            if (channelsLast) x = x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
            x = x.detach().requires_grad_(true);
            var y = layer.call(x);
            Assert.AreEqual(ScalarType.Float32, y.dtype);
            y.backward([linspace(-1, 1, y.numel()).reshape(y.shape)]);
            return (y.Values(), x.grad!.Values(), layer.Kernel.grad!.Values(),
                ((ApproxSign)layer.InputQuantizer!).Metrics.Get<GradientFlow>()!.Result);
        }
    }

    // 576 products, 7 of them −1: bfloat16 has no 562.
    [TestMethod]
    public void Evaluation_LargeSums_StayExact()
    {
        using var scope = NewDisposeScope();
        using var layer = new QuantConv2D(
            64, 1, (3, 3), useBias: false, inputQuantizer: new SteSign(), kernelQuantizer: new SteSign())
        {
            UseBFloat16 = true,
        };
        layer.Kernel.Set([.. Enumerable.Repeat(0.5f, 576)]);
        var values = Enumerable.Repeat(1f, 576).ToArray();
        for (var i = 0; i < 7; i++) values[i * 5] = -1;
        var x = TestTensors.Shaped(values, 1, 64, 3, 3);
        layer.eval();
        CollectionAssert.AreEqual(new[] { 562f }, layer.call(x).Values());
        layer.train();
        CollectionAssert.AreEqual(new[] { 562f }, layer.call(x).Values(), "nothing asks for a gradient to the input");
        var trained = layer.call(x.detach().requires_grad_(true)).Values()[0];
        Assert.AreEqual(560, trained, "562 lies between 140 × 4 and 141 × 4, and the even one wins");
    }

    [TestMethod]
    [DataRow("magnitude_aware_sign", "ste_sign", 0f)]
    [DataRow("ste_sign", "magnitude_aware_sign", 0f)]
    [DataRow("dorefa_quantizer", "ste_sign", 0f)]
    [DataRow("ste_sign", "ste_sign", 0.3f)]
    public void Training_WhatBFloat16WouldRound_StaysInFloat32(string input, string kernel, float padValue)
    {
        using var scope = NewDisposeScope();
        QuantConv2D[] layers = [.. new[] { false, true }.Select(half => new QuantConv2D(
            8, 4, (3, 3), padding: PadMode.Same, padValue: padValue,
            inputQuantizer: QuantizerModules.Create(Quantizer.Parse(input), TensorLayout.Rows),
            kernelQuantizer: QuantizerModules.Create(Quantizer.Parse(kernel))) { UseBFloat16 = half })];
        using (no_grad()) layers[1].Kernel.copy_(layers[0].Kernel);
        var gradients = layers.Select(layer =>
        {
            var x = TestTensors.Shaped(TestTensors.Uniform(1, 2 * 8 * 5 * 5, -1, 1), 2, 8, 5, 5)
                .detach().requires_grad_(true);
            var y = layer.call(x);
            y.backward([linspace(-1, 1, y.numel()).reshape(y.shape)]);
            return x.grad!.Values();
        }).ToArray();
        CollectionAssert.AreEqual(gradients[0], gradients[1]);
    }

    // 2⁻⁸ for each of the two roundings, of a gradient and of a sum of them, relative to the largest.
    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        var largest = expected.Max(Math.Abs);
        Assert.AreNotEqual(0, largest);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], largest / 128, $"element {i}");
    }
}
