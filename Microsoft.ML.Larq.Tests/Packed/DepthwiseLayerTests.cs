using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public class DepthwiseLayerTests
{
    // Every remainder of eight lanes and four pixels, with and without padding.
    [TestMethod]
    [DataRow(null, null)]
    [DataRow("ste_sign", null)]
    [DataRow(null, "ste_sign")]
    [DataRow("ste_sign", "ste_sign")]
    public void QuantDepthwiseConv2D_Grid_IsExact(string? input, string? kernel)
    {
        var seed = 0;
        foreach (var (channels, multiplier) in new[] { (1, 1), (1, 9), (3, 1), (7, 1), (8, 1), (9, 1), (5, 2), (17, 1), (6, 3) })
        {
            foreach (var size in new Size2D[] { 1, 2, 3, (5, 1) })
            {
                foreach (var stride in new[] { 1, 2 })
                {
                    foreach (var (padding, pad) in new[] { (Padding.Valid, 0f), (Padding.Same, 0f), (Padding.Same, 1f), (Padding.Same, 0.5f) })
                    {
                        var dilation = 1 + (seed % 2);
                        new PackedCase(seed++, new TensorShape(9, 11, channels), x => x.QuantDepthwiseConv2D(
                            size, stride, padding, pad, multiplier, input, kernel, dilation,
                            ActivationFunction.Relu, useBias: seed % 3 > 0)).AssertExact(
                            $"{channels}×{multiplier} channels, kernel {size}, stride {stride}, {padding}, {pad}");
                    }
                }
            }
        }
    }

    [TestMethod]
    public void DepthwiseConv2D_EveryChannelCountTo70_IsExact()
    {
        for (var channels = 1; channels <= 70; channels++)
        {
            new PackedCase(channels, new TensorShape(4, 7, channels), x => x.DepthwiseConv2D(3, padding: Padding.Same))
                .AssertExact($"{channels} channels");
        }
    }

    [TestMethod]
    public void Conv2D_AGroupForEachChannel_IsExact() =>
        new PackedCase(3, new TensorShape(6, 9, 10), x => x.Conv2D(20, 3, groups: 10)).AssertExact("10 groups");

    [TestMethod]
    public void Conv2D_AGroupForEachChannel_EqualsDepthwise()
    {
        var kernel = new PackedCase(4, new TensorShape(6, 9, 5), x => x.Conv2D(10, 3, groups: 5, name: "z"));
        var depthwise = NetworkDefinition.Build(
            new TensorShape(6, 9, 5), x => x.DepthwiseConv2D(3, depthMultiplier: 2, name: "z"));
        var weights = new NetworkWeights(
        [
            new("z/depthwise_kernel", new WeightArray(new TensorShape(3, 3, 5, 2), kernel.Weights["z/kernel"].Values.ToArray())),
            new("z/bias", kernel.Weights["z/bias"]),
        ]);
        var row = kernel.Row();
        var scores = new float[kernel.Network.OutputSize];
        PackedNetwork.Compile(depthwise, weights).Score(row, scores);
        CollectionAssert.AreEqual(kernel.Score(row), scores);
    }

    [TestMethod]
    [DataRow("ste_sign", "ste_sign", "a filter reads one channel, too few signs to pack; the kernel's signs are kept as bits", 3 * 8)]
    [DataRow("ste_sign", null, "no kernel quantizer", 9 * 16 * 4)]
    [DataRow(null, "ste_sign", "no input quantizer, and the input is not known to be ±1; the kernel's signs are kept as bits", 3 * 8)]
    [DataRow("ste_sign", "ste_tern", "kernel quantizer ste_tern gives Ternary, not ±1", 9 * 16 * 4)]
    public void Report_QuantDepthwiseConv2D_SaysWhyItIsFloat(string? input, string? kernel, string why, long bytes)
    {
        var network = new PackedCase(5, new TensorShape(8, 8, 16), x => x.QuantDepthwiseConv2D(
            3, inputQuantizer: input, depthwiseQuantizer: kernel, useBias: false)).Networks[0];
        var line = network.Report["quant_depthwise_conv2d"];
        Assert.AreEqual((PackedArithmetic.Float, why, 36L * 9 * 16), (line.Arithmetic, line.Why, line.Macs));
        if (line.Kernel == "vector depthwise") Assert.AreEqual(bytes, line.WeightBytes);
    }

    [TestMethod]
    public void Report_DepthwiseConv2D_IsALayerOfRealNumbers() => Assert.AreEqual(
        "a layer of real numbers",
        new PackedCase(6, new TensorShape(4, 4, 3), x => x.DepthwiseConv2D(2)).Network.Report["depthwise_conv2d"].Why);
}
