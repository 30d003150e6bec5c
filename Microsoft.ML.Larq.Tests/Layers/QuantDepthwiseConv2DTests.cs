using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using TorchSharp;
using static Microsoft.ML.Larq.Tests.Layers.TestTensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

[TestClass]
public class QuantDepthwiseConv2DTests
{
    // stride, dilation, multiplier, same, pad value, bias, kernel height and width, input height and width
    [TestMethod]
    [DataRow(1, 1, 1, false, 0f, true, 3, 3, 7, 6)]
    [DataRow(2, 1, 2, false, 0f, false, 3, 2, 7, 8)]
    [DataRow(1, 1, 3, true, 0f, true, 3, 3, 6, 6)]
    [DataRow(2, 1, 1, true, 0f, true, 3, 3, 6, 8)]
    [DataRow(2, 1, 2, true, 1f, true, 3, 3, 6, 7)]
    [DataRow(3, 1, 1, true, 1f, false, 3, 3, 8, 9)]
    [DataRow(1, 1, 2, true, -0.5f, true, 4, 4, 5, 6)]
    [DataRow(1, 2, 1, true, 0f, true, 3, 3, 8, 7)]
    [DataRow(1, 3, 2, false, 0f, true, 2, 3, 8, 7)]
    public void Forward_EveryGeometry_EqualsLoops(
        int stride, int dilation, int multiplier, bool same, float pad, bool useBias, int kh, int kw, int h, int w)
    {
        const int Rows = 2, Channels = 3;
        var padding = same ? PadMode.Same : PadMode.Valid;
        var (strides, dilations) = ((stride, Math.Max(1, stride - 1)), (dilation, Math.Max(1, dilation - 1)));
        var x = Uniform(5, Rows * h * w * Channels, -2, 2);
        var kernel = Uniform(6, kh * kw * Channels * multiplier, -1, 1);
        var bias = useBias ? Uniform(7, Channels * multiplier, -1, 1) : new float[Channels * multiplier];
        var naive = new NaiveConvolution(
            [h, w], [kh, kw], [strides.Item1, strides.Item2], [dilations.Item1, dilations.Item2], padding);
        foreach (var quantized in new[] { false, true })
        {
            using var scope = NewDisposeScope();
            using var layer = new QuantDepthwiseConv2D(
                Channels, (kh, kw), strides, padding, pad, multiplier, dilations, useBias,
                quantized ? new SteSign() : null, quantized ? new ApproxSign() : null);
            layer.DepthwiseKernel.Set(
                Shaped(kernel, kh, kw, Channels, multiplier).permute(2, 3, 0, 1).contiguous().Values());
            if (useBias) layer.Bias!.Set(bias);
            var expected = Seen(x).Chunk(h * w * Channels).SelectMany(row => naive
                .Depthwise(row, Channels, Seen(kernel), multiplier, pad)
                .Select((sum, i) => sum + bias[i % bias.Length])).ToArray();
            AssertClose(expected, ChannelsLast(layer.call(ChannelsFirst(x, Rows, h, w, Channels))), 1e-5);

            double[] Seen(float[] values) => [.. values.Select(v => quantized ? (v < 0 ? -1.0 : 1.0) : v)];
        }
    }

    [TestMethod]
    public void Backward_BothQuantizers_MaskInputAndKernelGradients()
    {
        using var scope = NewDisposeScope();
        using var layer = new QuantDepthwiseConv2D(
            1, (1, 2), useBias: false, inputQuantizer: new SteSign(), depthwiseQuantizer: new SteSign());
        layer.DepthwiseKernel.Set([-0.5f, 1.5f]);
        var x = tensor(new[] { 0.5f, -3f, -0.25f }).reshape(1, 1, 1, 3).requires_grad_(true);
        layer.call(x).sum().backward();

        // y₀ = −s₀ + s₁ and y₁ = −s₁ + s₂ with s = (+1, −1, −1); |x₁| and |w₁| are outside the window.
        CollectionAssert.AreEqual(new[] { -1f, 0f, 1f }, x.grad!.Values());
        CollectionAssert.AreEqual(new[] { 0f, 0f }, layer.DepthwiseKernel.grad!.Values());
    }

    // Keras' last axis is the multiplier: one scale for each of its values, over window and channels.
    [TestMethod]
    public void Forward_MagnitudeAwareKernel_HasAScaleForEachMultiplier()
    {
        using var scope = NewDisposeScope();
        using var layer = new QuantDepthwiseConv2D(
            2, (1, 1), depthMultiplier: 2, useBias: false,
            depthwiseQuantizer: new MagnitudeAwareSign(layout: TensorLayout.DepthwiseKernel(2)));

        // Channels 0 and 1, each with its multipliers 0 and 1: scales (0.1 + 0.5)/2 and (0.4 + 0.8)/2.
        layer.DepthwiseKernel.Set([0.1f, -0.4f, -0.5f, 0.8f]);
        AssertClose([0.3, -0.6, -0.6, 1.2], layer.call(Shaped([1, 2], 1, 2, 1, 1)).Values(), 1e-6);
    }

    [TestMethod]
    public void StateDict_Names_AreKeras()
    {
        using var layer = new QuantDepthwiseConv2D(2, (3, 3), depthwiseQuantizer: new SteSign());
        CollectionAssert.AreEquivalent(new[] { "depthwise_kernel", "bias" }, layer.state_dict().Keys.ToArray());
        CollectionAssert.AreEqual(
            new[] { "depthwise_quantizer" }, layer.named_children().Select(child => child.name).ToArray());
    }

    [TestMethod]
    public void To_OtherDtype_MovesKernelAndBias()
    {
        using var scope = NewDisposeScope();
        using var layer = new QuantDepthwiseConv2D(1, (1, 1), depthMultiplier: 2, inputQuantizer: new SteSign());
        layer.to(ScalarType.Float64);
        Assert.AreEqual(ScalarType.Float64, layer.DepthwiseKernel.dtype);
        Assert.AreEqual(ScalarType.Float64, layer.Bias!.dtype);
        Assert.AreEqual(ScalarType.Float64, layer.call(ones(1, 1, 2, 2, ScalarType.Float64)).dtype);
    }

    // fan in k²·C and fan out k²·multiplier, as Keras counts them from (k, k, C, multiplier).
    [TestMethod]
    public void Constructor_Kernel_IsGlorotUniformWithKerasFans()
    {
        using var scope = NewDisposeScope();
        using var layer = new QuantDepthwiseConv2D(40, (3, 3), depthMultiplier: 2, generator: new Generator(4));
        var limit = Math.Sqrt(6.0 / ((9 * 40) + (9 * 2)));
        var kernel = layer.DepthwiseKernel.Values();
        Assert.IsTrue(kernel.All(w => Math.Abs(w) <= limit));
        Assert.IsGreaterThan(0.98 * limit, kernel.Max());
    }

    [TestMethod]
    public void Constructor_BadArguments_AreRefusedByName()
    {
        Refused("inChannels", () => new QuantDepthwiseConv2D(0, (1, 1)));
        Refused("depthMultiplier", () => new QuantDepthwiseConv2D(1, (1, 1), depthMultiplier: 0));
        Refused("kernelSize", () => new QuantDepthwiseConv2D(1, (0, 1)));
        Refused("strides", () => new QuantDepthwiseConv2D(1, (1, 1), strides: (1, 0)));
        Refused("dilation", () => new QuantDepthwiseConv2D(1, (1, 1), dilation: (-1, 1)));
        Refused("padding", () => new QuantDepthwiseConv2D(1, (1, 1), padding: (PadMode)7));
        Refused("padValue", () => new QuantDepthwiseConv2D(1, (1, 1), padding: PadMode.Same, padValue: float.NaN));
        Refused("padValue", () => new QuantDepthwiseConv2D(1, (1, 1), padValue: 1));
        using var shared = new SteSign();
        Refused("depthwiseQuantizer", () => new QuantDepthwiseConv2D(
            1, (1, 1), inputQuantizer: shared, depthwiseQuantizer: shared));

        static void Refused(string what, Func<QuantDepthwiseConv2D> create)
        {
            var message = Assert.Throws<ArgumentException>(() => create()).Message;
            StringAssert.Contains(message, what);
            StringAssert.Contains(message, "quant_depthwise_conv2d");
        }
    }

    [TestMethod]
    public void Forward_OtherShape_ThrowsNamingBoth()
    {
        using var layer = new QuantDepthwiseConv2D(3, (1, 1), name: "conv_7");
        using var x = zeros(1, 2, 4, 4);
        var message = Assert.ThrowsExactly<ArgumentException>(() => layer.call(x)).Message;
        StringAssert.Contains(message, "'conv_7'");
        StringAssert.Contains(message, "(rows, 3, height, width)");
        StringAssert.Contains(message, "(1, 2, 4, 4)");
    }
}
