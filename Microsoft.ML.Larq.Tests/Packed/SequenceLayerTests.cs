using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public class SequenceLayerTests
{
    private static readonly (PadMode PadMode, float Pad)[] Borders =
    [
        (PadMode.Valid, 0f), (PadMode.Same, 0f), (PadMode.Same, 1f), (PadMode.Same, 0.5f), (PadMode.Causal, 0f),
    ];

    [TestMethod]
    [DataRow(null, null)]
    [DataRow("ste_sign", null)]
    [DataRow(null, "ste_sign")]
    [DataRow("ste_sign", "ste_sign")]
    public void QuantConv1D_Grid_IsExact(string? input, string? kernel)
    {
        var seed = 0;
        foreach (var (channels, groups) in new[] { (1, 1), (3, 1), (33, 1), (64, 2), (4, 4) })
        {
            foreach (var size in new[] { 1, 2, 3, 5 })
            {
                foreach (var stride in new[] { 1, 2, 3 })
                {
                    foreach (var (padding, pad) in Borders)
                    {
                        var dilation = 1 + (seed % 3);
                        var conv = new PackedCase(seed++, new TensorShape(13, channels), x => x.QuantConv1D(
                            20, size, stride, padding, pad, input, kernel, dilation, groups, ActivationFunction.Relu));
                        conv.AssertExact($"{channels} channels, {groups} groups, kernel {size}, stride {stride}, "
                            + $"dilation {dilation}, {padding}, {pad}");
                        if (input is not null && kernel is not null && pad != 0.5f)
                            Assert.IsTrue(conv.Network.Report["quant_conv1d"].IsPacked);
                    }
                }
            }
        }
    }

    [TestMethod]
    public void QuantSeparableConv1D_Grid_IsExact()
    {
        var seed = 0;
        foreach (var (padding, pad) in Borders)
        {
            foreach (var (channels, multiplier) in new[] { (1, 1), (5, 1), (9, 2) })
            {
                foreach (var (size, stride) in new[] { (1, 1), (3, 1), (3, 2), (4, 3) })
                {
                    var dilation = 1 + (seed % 2);
                    new PackedCase(seed++, new TensorShape(13, channels), x => x.QuantSeparableConv1D(
                        7, size, stride, padding, pad, multiplier, "ste_sign", "ste_sign", "ste_sign", dilation,
                        useBias: seed % 2 == 0)).AssertExact(
                        $"{channels}×{multiplier} channels, kernel {size}, stride {stride}, {padding}, {pad}");
                }
            }
        }
    }

    [TestMethod]
    [DataRow(PadMode.Valid)]
    [DataRow(PadMode.Same)]
    public void Pools_Grid_AreTheOracles(PadMode padding)
    {
        var seed = 0;
        foreach (var (size, stride) in new (int, int?)[] { (1, null), (2, null), (3, 1), (3, 2), (5, 2), (2, 3) })
        {
            var what = $"window {size}, steps {stride}, {padding}";
            new PackedCase(seed++, new TensorShape(11, 9), x => x.MaxPool1D(size, stride, padding)).AssertExact(what);
            new PackedCase(seed++, new TensorShape(11, 9), x => x.AveragePool1D(size, stride, padding))
                .AssertClose(what);
        }
    }

    [TestMethod]
    public void GlobalPools_OddSizes_AreTheOracles()
    {
        foreach (var length in new[] { 1, 2, 7 })
        {
            new PackedCase(length, new TensorShape(length, 3), x => x.GlobalMaxPool()).AssertExact("maximum");
            new PackedCase(length, new TensorShape(length, 3), x => x.GlobalAveragePool()).AssertClose("mean");
            new PackedCase(length, new TensorShape(length, 4, 3), x => x.GlobalMaxPool()).AssertExact("image");
        }
    }

    [TestMethod]
    public void Network_OfSequences_PacksItsBinaryLayers()
    {
        var network = new PackedCase(9, new TensorShape(16, 3), x => x
            .Conv1D(8, 3, padding: PadMode.Causal).BatchNormalization(epsilon: PackedCase.Epsilon)
            .Residual(y => y.QuantConv1D(8, 3, 1, PadMode.Same, 1, "ste_sign", "ste_sign"))
            .Concatenate(x.Conv1D(2, 1)).MaxPool1D(2).Flatten().QuantDense(4, "ste_sign", "ste_sign"));
        network.AssertClose("a network of sequences", rows: 5);
        Assert.IsTrue(network.Network.Report["quant_conv1d"].IsPacked);
    }

    [TestMethod]
    [DataRow("ste_sign", null, "; it runs on bits; no second kernel quantizer")]
    [DataRow(null, "ste_sign", "; no kernel quantizer; the second kernel's signs are kept as bits")]
    [DataRow(null, null, "; no kernel quantizer")]
    public void Report_Separable_SaysWhyItIsFloat(string? depthwise, string? pointwise, string bits)
    {
        var report = new PackedCase(3, new TensorShape(6, 5, 8), x => x.QuantSeparableConv2D(
            4, 3, depthMultiplier: 2, inputQuantizer: "ste_sign", depthwiseQuantizer: depthwise,
            pointwiseQuantizer: pointwise)).Network.Report["quant_separable_conv2d"];
        Assert.AreEqual("what the first kernel gives is not quantized" + bits, report.Why);
        Assert.AreEqual((false, 12L * ((9 * 16) + (16 * 4))), (report.IsPacked, report.Macs));
        Assert.AreEqual("a layer of real numbers", new PackedCase(3, new TensorShape(6, 5, 8), x => x
            .SeparableConv2D(4, 3)).Network.Report["separable_conv2d"].Why);
    }
}
