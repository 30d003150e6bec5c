using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using static Microsoft.ML.Larq.Tests.Layers.TestTensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

[TestClass]
public class QuantSeparableConvTests
{
    // The first product is ±2 here and there: a second quantizer in between would show.
    [TestMethod]
    [DataRow(1, 1, 1, PadMode.Valid, 0f, true)]
    [DataRow(2, 1, 2, PadMode.Same, 0f, false)]
    [DataRow(1, 2, 2, PadMode.Same, 1f, true)]
    public void Forward_Images_EqualLoops(
        int stride, int dilation, int multiplier, PadMode padding, float pad, bool signs)
    {
        const int Rows = 2, Height = 6, Width = 7, Channels = 3, Filters = 4;
        using var scope = NewDisposeScope();
        using var layer = new QuantSeparableConv2D(
            Channels, Filters, (3, 2), (stride, 1), padding, pad, multiplier, (1, dilation), true,
            signs ? new SteSign() : null, signs ? new SteSign() : null, signs ? new ApproxSign() : null);
        var x = Uniform(1, Rows * Height * Width * Channels, -2, 2);
        var naive = new NaiveConvolution([Height, Width], [3, 2], [stride, 1], [1, dilation], padding);
        Check(layer, naive, x, [Rows, Height, Width, Channels], [3, 2], Filters, multiplier, pad, signs);
    }

    [TestMethod]
    [DataRow(1, 1, 1, PadMode.Valid, 0f, true)]
    [DataRow(2, 1, 2, PadMode.Same, 1f, false)]
    [DataRow(2, 3, 2, PadMode.Causal, 0f, true)]
    [DataRow(1, 2, 1, PadMode.Causal, 0f, false)]
    public void Forward_Sequences_EqualLoops(
        int stride, int dilation, int multiplier, PadMode padding, float pad, bool signs)
    {
        const int Rows = 2, Length = 11, Channels = 3, Filters = 4;
        using var scope = NewDisposeScope();
        using var layer = new QuantSeparableConv1D(
            Channels, Filters, 3, stride, padding, pad, multiplier, dilation, true,
            signs ? new SteSign() : null, signs ? new SteSign() : null, signs ? new ApproxSign() : null);
        var x = Uniform(2, Rows * Length * Channels, -2, 2);
        var naive = new NaiveConvolution([Length], [3], [stride], [dilation], padding);
        Check(layer, naive, x, [Rows, Length, Channels], [3], Filters, multiplier, pad, signs);
    }

    [TestMethod]
    public void Backward_AllQuantizers_MaskGradients()
    {
        using var scope = NewDisposeScope();
        using var layer = new QuantSeparableConv1D(
            1, 1, 2, useBias: false, inputQuantizer: new SteSign(), depthwiseQuantizer: new SteSign(),
            pointwiseQuantizer: new SteSign());
        layer.DepthwiseKernel.Set([-0.5f, 1.5f]);
        layer.PointwiseKernel.Set([-0.5f]);
        var x = tensor(new[] { 0.5f, -3f, -0.25f }).reshape(1, 1, 3).requires_grad_(true);
        layer.call(x).sum().backward();

        // y₀ = s₀ − s₁ and y₁ = s₁ − s₂ with s = (+1, −1, −1); |x₁| and |d₁| are outside the window.
        CollectionAssert.AreEqual(new[] { 1f, 0f, -1f }, x.grad!.Values());
        CollectionAssert.AreEqual(new[] { 0f, 0f }, layer.DepthwiseKernel.grad!.Values());
        CollectionAssert.AreEqual(new[] { -2f }, layer.PointwiseKernel.grad!.Values());
    }

    [TestMethod]
    public void StateDict_Names_AreKeras()
    {
        using var layer = new QuantSeparableConv2D(
            2, 3, (3, 3), depthwiseQuantizer: new SteSign(), pointwiseQuantizer: new SteSign());
        CollectionAssert.AreEquivalent(
            new[] { "depthwise_kernel", "pointwise_kernel", "bias" }, layer.state_dict().Keys.ToArray());
        CollectionAssert.AreEquivalent(
            new[] { "depthwise_quantizer", "pointwise_quantizer" },
            layer.named_children().Select(child => child.name).ToArray());
    }

    [TestMethod]
    public void Constructor_BadArguments_AreRefusedByName()
    {
        Refused("inChannels", () => new QuantSeparableConv2D(0, 1, (1, 1)));
        Refused("filters", () => new QuantSeparableConv2D(1, 0, (1, 1)));
        Refused("depthMultiplier", () => new QuantSeparableConv2D(1, 1, (1, 1), depthMultiplier: 0));
        Refused("kernelSize", () => new QuantSeparableConv2D(1, 1, (0, 1)));
        Refused("Valid or Same; got Causal", () => new QuantSeparableConv2D(1, 1, (1, 1), padding: PadMode.Causal));
        Refused("padding", () => new QuantSeparableConv1D(1, 1, 1, padding: (PadMode)7));
        Refused("padValue", () => new QuantSeparableConv1D(1, 1, 1, padding: PadMode.Causal, padValue: 1));
        using var shared = new SteSign();
        Refused("pointwiseQuantizer", () => new QuantSeparableConv1D(
            1, 1, 1, depthwiseQuantizer: shared, pointwiseQuantizer: shared));
        Refused("pointwiseQuantizer", () => new QuantSeparableConv1D(
            1, 1, 1, inputQuantizer: shared, pointwiseQuantizer: shared));

        static void Refused(string what, Func<QuantSeparableConvolution> create)
        {
            var message = Assert.Throws<ArgumentException>(() => create()).Message;
            StringAssert.Contains(message, what);
            StringAssert.Contains(message, "quant_separable_conv");
        }
    }

    private static void Check(
        QuantSeparableConvolution layer, NaiveConvolution naive, float[] x, int[] shape, int[] size, int filters,
        int multiplier, float pad, bool signs)
    {
        var channels = shape[^1];
        var depthwise = Uniform(3, size.Product() * channels * multiplier, -1, 1);
        var pointwise = Uniform(4, channels * multiplier * filters, -1, 1);
        var bias = Uniform(5, filters, -1, 1);
        long[] axes = [size.Length, size.Length + 1, .. Enumerable.Range(0, size.Length)];
        layer.DepthwiseKernel.Set(
            Shaped(depthwise, [.. size, channels, multiplier]).permute(axes).contiguous().Values());
        layer.PointwiseKernel.Set(
            Shaped(pointwise, channels * multiplier, filters).permute(1, 0).contiguous().Values());
        layer.Bias!.Set(bias);
        var expected =
            from row in Seen(x).Chunk(shape[1..].Product())
            from place in naive.Depthwise(row, channels, Seen(depthwise), multiplier, pad).Chunk(channels * multiplier)
            from filter in Enumerable.Range(0, filters)
            select place.Select((value, c) => value * Seen(pointwise)[(c * filters) + filter]).Sum() + bias[filter];
        AssertClose([.. expected], ChannelsLast(layer.call(ChannelsFirst(x, shape))), 1e-5);

        double[] Seen(float[] values) => [.. values.Select(v => signs ? (v < 0 ? -1.0 : 1.0) : v)];
    }
}
