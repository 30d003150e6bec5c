using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using TorchSharp;
using static Microsoft.ML.Larq.Tests.Layers.TestTensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

[TestClass]
public class QuantConv1DTests
{
    // stride, dilation, groups, padding, pad value, bias, kernel, length
    [TestMethod]
    [DataRow(1, 1, 1, PadMode.Valid, 0f, true, 3, 7)]
    [DataRow(2, 2, 2, PadMode.Valid, 0f, false, 3, 9)]
    [DataRow(1, 1, 1, PadMode.Same, 0f, true, 3, 6)]
    [DataRow(2, 1, 1, PadMode.Same, 0f, true, 3, 8)]
    [DataRow(2, 1, 2, PadMode.Same, 1f, true, 3, 8)]
    [DataRow(1, 1, 4, PadMode.Same, -0.5f, false, 4, 5)]
    [DataRow(1, 1, 1, PadMode.Causal, 0f, true, 3, 7)]
    [DataRow(2, 3, 2, PadMode.Causal, 0f, false, 3, 10)]
    [DataRow(3, 1, 4, PadMode.Causal, 0f, true, 1, 7)]
    public void Forward_EveryGeometry_EqualsLoops(
        int stride, int dilation, int groups, PadMode padding, float pad, bool useBias, int size, int length)
    {
        const int Rows = 2, Channels = 4, Filters = 8;
        var x = Uniform(5, Rows * length * Channels, -2, 2);
        var kernel = Uniform(6, size * Channels / groups * Filters, -1, 1);
        var bias = useBias ? Uniform(7, Filters, -1, 1) : new float[Filters];
        var naive = new NaiveConvolution([length], [size], [stride], [dilation], padding);
        foreach (var quantized in new[] { false, true })
        {
            using var scope = NewDisposeScope();
            using var layer = new QuantConv1D(
                Channels, Filters, size, stride, padding, pad, dilation, groups, useBias,
                quantized ? new SteSign() : null, quantized ? new ApproxSign() : null);
            layer.Kernel.Set(Shaped(kernel, size, Channels / groups, Filters).permute(2, 1, 0).contiguous().Values());
            if (useBias) layer.Bias!.Set(bias);
            var expected = Seen(x).Chunk(length * Channels).SelectMany(row => naive
                .Full(row, Channels, Seen(kernel), Filters, groups, pad).Select((sum, i) => sum + bias[i % Filters]));
            AssertClose([.. expected], ChannelsLast(layer.call(ChannelsFirst(x, Rows, length, Channels))), 1e-5);

            double[] Seen(float[] values) => [.. values.Select(v => quantized ? (v < 0 ? -1.0 : 1.0) : v)];
        }
    }

    // No output may hang on a later step.
    [TestMethod]
    public void Forward_Causal_SeesNoLaterStep()
    {
        using var scope = NewDisposeScope();
        using var layer = new QuantConv1D(1, 1, 3, padding: PadMode.Causal, dilation: 2, useBias: false);
        layer.Kernel.Set([1, 10, 100]);
        CollectionAssert.AreEqual(
            new[] { 100f, 200f, 310f, 420f, 531f }, layer.call(Shaped([1, 2, 3, 4, 5], 1, 1, 5)).Values());
    }

    [TestMethod]
    public void StateDictAndDtype_AreTheLayers()
    {
        using var scope = NewDisposeScope();
        using var layer = new QuantConv1D(1, 2, 3, kernelQuantizer: new SteSign());
        CollectionAssert.AreEquivalent(new[] { "kernel", "bias" }, layer.state_dict().Keys.ToArray());
        CollectionAssert.AreEqual(new long[] { 2, 1, 3 }, layer.Kernel.shape);
        layer.to(ScalarType.Float64);
        Assert.AreEqual(ScalarType.Float64, layer.Kernel.dtype);
        Assert.AreEqual(ScalarType.Float64, layer.call(ones(1, 1, 4, ScalarType.Float64)).dtype);
    }

    [TestMethod]
    public void Constructor_BadArguments_AreRefusedByName()
    {
        Refused("inChannels", () => new QuantConv1D(0, 2, 1));
        Refused("filters", () => new QuantConv1D(1, -1, 1));
        Refused("groups", () => new QuantConv1D(4, 6, 1, groups: 4));
        Refused("kernelSize must be at least 1; got 0", () => new QuantConv1D(1, 1, 0));
        Refused("strides", () => new QuantConv1D(1, 1, 1, strides: 0));
        Refused("dilation", () => new QuantConv1D(1, 1, 1, dilation: -1));
        Refused("Valid, Same or Causal; got 7", () => new QuantConv1D(1, 1, 1, padding: (PadMode)7));
        Refused("padValue", () => new QuantConv1D(1, 1, 1, padding: PadMode.Causal, padValue: 1));

        static void Refused(string what, Func<QuantConv1D> create)
        {
            var message = Assert.Throws<ArgumentException>(() => create()).Message;
            StringAssert.Contains(message, what);
            StringAssert.Contains(message, "quant_conv1d");
        }
    }

    [TestMethod]
    public void Forward_OtherShape_ThrowsNamingBoth()
    {
        using var layer = new QuantConv1D(3, 2, 1, name: "conv_7");
        using var x = zeros(1, 2, 4);
        var message = Assert.ThrowsExactly<ArgumentException>(() => layer.call(x)).Message;
        StringAssert.Contains(message, "'conv_7'");
        StringAssert.Contains(message, "(rows, 3, length)");
        StringAssert.Contains(message, "(1, 2, 4)");
    }
}
