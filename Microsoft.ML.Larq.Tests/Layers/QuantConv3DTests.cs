using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using static Microsoft.ML.Larq.Tests.Layers.TestTensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

[TestClass]
public class QuantConv3DTests
{
    [TestMethod]
    [DataRow(1, 1, 1, PadMode.Valid, 0f)]
    [DataRow(2, 1, 2, PadMode.Same, 0f)]
    [DataRow(2, 2, 1, PadMode.Same, 1f)]
    [DataRow(1, 2, 2, PadMode.Same, -0.5f)]
    public void Forward_EveryGeometry_EqualsLoops(int stride, int dilation, int groups, PadMode padding, float pad)
    {
        const int Rows = 2, Channels = 4, Filters = 6;
        int[] volume = [5, 4, 6], size = [2, 3, 2];
        var x = Uniform(5, Rows * volume.Product() * Channels, -2, 2);
        var kernel = Uniform(6, size.Product() * Channels / groups * Filters, -1, 1);
        var bias = Uniform(7, Filters, -1, 1);
        var naive = new NaiveConvolution(volume, size, [stride, 1, stride], [dilation, 1, 1], padding);
        foreach (var quantized in new[] { false, true })
        {
            using var scope = NewDisposeScope();
            using var layer = new QuantConv3D(
                Channels, Filters, (2, 3, 2), (stride, 1, stride), padding, pad, (dilation, 1, 1), groups, true,
                quantized ? new SteSign() : null, quantized ? new ApproxSign() : null);
            layer.Kernel.Set(
                Shaped(kernel, 2, 3, 2, Channels / groups, Filters).permute(4, 3, 0, 1, 2).contiguous().Values());
            layer.Bias!.Set(bias);
            var expected = Seen(x).Chunk(volume.Product() * Channels).SelectMany(row => naive
                .Full(row, Channels, Seen(kernel), Filters, groups, pad).Select((sum, i) => sum + bias[i % Filters]));
            AssertClose([.. expected], ChannelsLast(layer.call(ChannelsFirst(x, Rows, 5, 4, 6, Channels))), 1e-5);

            double[] Seen(float[] values) => [.. values.Select(v => quantized ? (v < 0 ? -1.0 : 1.0) : v)];
        }
    }

    [TestMethod]
    public void Constructor_BadArguments_AreRefusedByName()
    {
        Refused("kernelSize must be at least 1×1×1; got 1×0×1", () => new QuantConv3D(1, 1, (1, 0, 1)));
        Refused("strides", () => new QuantConv3D(1, 1, 1, strides: 0));
        Refused("dilation", () => new QuantConv3D(1, 1, 1, dilation: (1, 1, -1)));
        Refused("Valid or Same; got Causal", () => new QuantConv3D(1, 1, 1, padding: PadMode.Causal));
        Refused("groups", () => new QuantConv3D(4, 6, 1, groups: 4));

        static void Refused(string what, Func<QuantConv3D> create)
        {
            var message = Assert.Throws<ArgumentException>(() => create()).Message;
            StringAssert.Contains(message, what);
            StringAssert.Contains(message, "quant_conv3d");
        }
    }

    [TestMethod]
    public void Forward_OtherShape_ThrowsNamingBoth()
    {
        using var layer = new QuantConv3D(3, 2, 1, name: "conv_7");
        using var x = zeros(1, 3, 4, 4);
        var message = Assert.ThrowsExactly<ArgumentException>(() => layer.call(x)).Message;
        StringAssert.Contains(message, "'conv_7'");
        StringAssert.Contains(message, "(rows, 3, depth, height, width)");
        StringAssert.Contains(message, "(1, 3, 4, 4)");
    }
}
