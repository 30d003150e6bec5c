using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using TorchSharp;
using static Microsoft.ML.Larq.Tests.Layers.TestTensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

[TestClass]
public class QuantConv2DTests
{
    // 3×3 input of −1 and 3×3 kernel of +1; computed from Larq's formulas.
    [TestMethod]
    [DataRow(0f, new[] { -4f, -6, -4, -6, -9, -6, -4, -6, -4 })]
    [DataRow(1f, new[] { 1f, -3, 1, -3, -9, -3, 1, -3, 1 })]
    public void Forward_OnePadding_GivesGoldenFigure(float padValue, float[] expected)
    {
        using var scope = NewDisposeScope();
        using var layer = new QuantConv2D(
            1, 1, (3, 3), padding: PadMode.Same, padValue: padValue, useBias: false,
            inputQuantizer: new SteSign(), kernelQuantizer: new SteSign());
        layer.Kernel.Set([.. Enumerable.Repeat(0.2f, 9)]);
        CollectionAssert.AreEqual(expected, layer.call(full([1, 1, 3, 3], -0.3f)).Values());
    }

    // Larq's layer test: a constant kernel r, inputs 10·U(0, 1) − 0.5.
    [TestMethod]
    [DataRow(0.31f)]
    [DataRow(-0.17f)]
    public void Forward_ConstantKernel_EqualsFloatLayerOnSigns(float r)
    {
        using var scope = NewDisposeScope();
        using var layer = new QuantConv2D(
            6, 2, (3, 3), inputQuantizer: new SteSign(), kernelQuantizer: new SteSign());
        using var plain = new QuantConv2D(6, 2, (3, 3));
        layer.Kernel.Set([.. Enumerable.Repeat(r, 6 * 2 * 9)]);
        plain.Kernel.Set([.. Enumerable.Repeat(r < 0 ? -1f : 1f, 6 * 2 * 9)]);
        var x = Uniform(3, 2 * 6 * 3 * 7, -0.5f, 9.5f);
        var signs = x.Select(v => v < 0 ? -1f : 1f).ToArray();
        CollectionAssert.Contains(signs, -1f);
        CollectionAssert.AreEqual(
            plain.call(Shaped(signs, 2, 6, 3, 7)).Values(), layer.call(Shaped(x, 2, 6, 3, 7)).Values());
    }

    // strides, dilation, groups, same, pad value, bias, kernel height and width, input height and width
    [TestMethod]
    [DataRow(1, 1, 1, false, 0f, true, 3, 3, 7, 6)]
    [DataRow(2, 1, 1, false, 0f, false, 3, 2, 7, 8)]
    [DataRow(1, 1, 1, true, 0f, true, 3, 3, 6, 6)]
    [DataRow(2, 1, 1, true, 0f, true, 3, 3, 6, 8)]
    [DataRow(2, 1, 1, true, 0f, false, 3, 3, 7, 5)]
    [DataRow(2, 1, 1, true, 1f, true, 3, 3, 6, 7)]
    [DataRow(1, 1, 1, true, 1f, false, 3, 3, 5, 5)]
    [DataRow(1, 1, 1, true, -0.5f, true, 4, 4, 5, 6)]
    [DataRow(1, 2, 1, true, 0f, true, 3, 3, 8, 7)]
    [DataRow(1, 2, 2, false, 0f, true, 3, 3, 8, 7)]
    [DataRow(2, 3, 2, true, 1f, true, 2, 3, 9, 8)]
    [DataRow(1, 1, 4, true, 0f, false, 3, 1, 5, 6)]
    [DataRow(3, 1, 4, true, 1f, true, 1, 1, 7, 7)]
    [DataRow(4, 1, 2, true, 1f, true, 5, 3, 10, 9)]
    public void Forward_EveryGeometry_EqualsLoops(
        int stride, int dilation, int groups, bool same, float padValue, bool useBias, int kh, int kw, int h, int w)
    {
        const int Rows = 2, Channels = 4, Filters = 8;
        int[] shape = [Rows, Channels, h, w];
        var (strides, dilations) = ((stride, Math.Max(1, stride - 1)), (dilation, Math.Max(1, dilation - 1)));
        var x = Uniform(5, shape.Product(), -2, 2);
        var kernel = Uniform(6, Filters * Channels / groups * kh * kw, -1, 1);
        var bias = useBias ? Uniform(7, Filters, -1, 1) : null;
        foreach (var quantized in new[] { false, true })
        {
            using var scope = NewDisposeScope();
            using var layer = new QuantConv2D(
                Channels, Filters, (kh, kw), strides, same ? PadMode.Same : PadMode.Valid, padValue, dilations, groups,
                useBias, quantized ? new SteSign() : null, quantized ? new ApproxSign() : null);
            layer.Kernel.Set(kernel);
            if (bias is not null)
                layer.Bias!.Set(bias);
            var expected = NaiveWindows.Convolve(
                Seen(x), shape, Seen(kernel), Filters, groups, bias?.Doubles(), padValue,
                new((kh, kw), strides, dilations, same));
            AssertClose(expected, layer.call(Shaped(x, shape)).Values(), 1e-5);

            double[] Seen(float[] values) => [.. values.Select(v => quantized ? (v < 0 ? -1.0 : 1.0) : v)];
        }
    }

    [TestMethod]
    public void Backward_BothQuantizers_MaskInputAndKernelGradients()
    {
        using var scope = NewDisposeScope();
        using var layer = new QuantConv2D(
            1, 1, (1, 2), useBias: false, inputQuantizer: new SteSign(), kernelQuantizer: new SteSign());
        layer.Kernel.Set([-0.5f, 1.5f]);
        var x = tensor(new[] { 0.5f, -3f, -0.25f }).reshape(1, 1, 1, 3).requires_grad_(true);
        layer.call(x).sum().backward();

        // y₀ = −s₀ + s₁ and y₁ = −s₁ + s₂ with s = (+1, −1, −1); |x₁| and |w₁| are outside the window.
        CollectionAssert.AreEqual(new[] { -1f, 0f, 1f }, x.grad!.Values());
        CollectionAssert.AreEqual(new[] { 0f, 0f }, layer.Kernel.grad!.Values());
    }

    [TestMethod]
    public void StateDict_Names_AreKeras()
    {
        using var layer = new QuantConv2D(2, 3, (3, 3), kernelQuantizer: new SteSign());
        CollectionAssert.AreEquivalent(new[] { "kernel", "bias" }, layer.state_dict().Keys.ToArray());
        CollectionAssert.AreEqual(
            new[] { "kernel_quantizer" }, layer.named_children().Select(child => child.name).ToArray());
    }

    [TestMethod]
    public void To_OtherDtype_MovesKernelAndBias()
    {
        using var scope = NewDisposeScope();
        using var layer = new QuantConv2D(1, 2, (1, 1), kernelQuantizer: new SteSign());
        layer.to(ScalarType.Float64);
        Assert.AreEqual(ScalarType.Float64, layer.Kernel.dtype);
        Assert.AreEqual(ScalarType.Float64, layer.call(ones(1, 1, 2, 2, ScalarType.Float64)).dtype);
    }

    [TestMethod]
    public void Constructor_InADisposeScope_OutlivesIt()
    {
        QuantConv2D layer;
        using (NewDisposeScope())
            layer = new QuantConv2D(1, 2, (1, 1));
        using (layer)
        using (var y = layer.call(ones(1, 1, 2, 2)))
            CollectionAssert.AreEqual(new long[] { 1, 2, 2, 2 }, y.shape);
    }

    [TestMethod]
    public void Constructor_Kernel_IsGlorotUniformFromTheGenerator()
    {
        using var scope = NewDisposeScope();
        using var first = new QuantConv2D(8, 16, (3, 3), generator: new Generator(4));
        using var second = new QuantConv2D(8, 16, (3, 3), generator: new Generator(4));
        var limit = Math.Sqrt(6.0 / ((8 * 9) + (16 * 9)));
        var kernel = first.Kernel.Values();
        CollectionAssert.AreEqual(kernel, second.Kernel.Values());
        Assert.IsTrue(kernel.All(w => Math.Abs(w) <= limit));
        Assert.IsGreaterThan(0.98 * limit, kernel.Max());
        Assert.AreEqual(limit * limit / 3, kernel.Average(w => w * w), 0.05 * limit * limit);
    }

    [TestMethod]
    public void Constructor_BadArguments_AreRefusedByName()
    {
        Refused("inChannels", () => new QuantConv2D(0, 2, (1, 1)));
        Refused("filters", () => new QuantConv2D(1, -1, (1, 1)));
        Refused("groups", () => new QuantConv2D(1, 1, (1, 1), groups: 0));
        Refused("groups", () => new QuantConv2D(4, 6, (1, 1), groups: 4));
        Refused("kernelSize", () => new QuantConv2D(1, 1, (0, 1)));
        Refused("strides", () => new QuantConv2D(1, 1, (1, 1), strides: (1, 0)));
        Refused("dilation", () => new QuantConv2D(1, 1, (1, 1), dilation: (-1, 1)));
        Refused("padding", () => new QuantConv2D(1, 1, (1, 1), padding: (PadMode)7));
        Refused("padValue", () => new QuantConv2D(1, 1, (1, 1), padding: PadMode.Same, padValue: float.NaN));
        Refused("padValue", () => new QuantConv2D(1, 1, (1, 1), padValue: 1));
        using var shared = new SteSign();
        Refused("inputQuantizer", () => new QuantConv2D(
            1, 1, (1, 1), inputQuantizer: shared, kernelQuantizer: shared));

        static void Refused(string what, Func<QuantConv2D> create)
        {
            var message = Assert.Throws<ArgumentException>(() => create()).Message;
            StringAssert.Contains(message, what);
            StringAssert.Contains(message, "quant_conv2d");
        }
    }

    [TestMethod]
    public void Forward_OtherShape_ThrowsNamingBoth()
    {
        using var layer = new QuantConv2D(3, 2, (1, 1), name: "conv_7");
        using var x = zeros(1, 2, 4, 4);
        var message = Assert.ThrowsExactly<ArgumentException>(() => layer.call(x)).Message;
        StringAssert.Contains(message, "'conv_7'");
        StringAssert.Contains(message, "(rows, 3, height, width)");
        StringAssert.Contains(message, "(1, 2, 4, 4)");
    }
}
