using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Sets;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public class SeparableLayerTests
{
    private static readonly (PadMode, float)[] Paddings =
        [(PadMode.Valid, 0), (PadMode.Same, 0), (PadMode.Same, 1), (PadMode.Same, -1)];

    [TestMethod]
    [DataRow(null, null, null)]
    [DataRow("ste_sign", "ste_sign", "ste_sign")]
    [DataRow("ste_sign", null, "ste_sign")]
    [DataRow(null, "ste_sign", null)]
    public void QuantSeparableConv2D_Grid_IsTheOracles(string? input, string? depthwise, string? pointwise)
    {
        var seed = 0;
        foreach (var (channels, multiplier) in new[] { (1, 1), (3, 2), (9, 1), (17, 1) })
        {
            foreach (var (size, stride) in new (Size2D, Size2D)[] { (1, 1), (3, 1), (3, 2), ((2, 4), (1, 3)) })
            {
                foreach (var (padding, pad) in new[] { (PadMode.Valid, 0f), (PadMode.Same, 0f), (PadMode.Same, 1f) })
                {
                    var dilation = 1 + (seed % 2);
                    new PackedCase(seed++, new TensorShape(8, 11, channels), x => x.QuantSeparableConv2D(
                        18, size, stride, padding, pad, multiplier, input, depthwise, pointwise, dilation,
                        ActivationFunction.Relu, useBias: seed % 2 == 0)).AssertExact(
                        $"{channels}×{multiplier} channels, kernel {size}, strides {stride}, {padding}, {pad}");
                }
            }
        }
    }

    // What lies between the kernels takes 1, 2, 4 or 6 planes; lines of one row and of several.
    [TestMethod]
    public void QuantSeparable_AllSigns_IsPackedAndExact()
    {
        var seed = 0;
        (int, int, int)[] sizes = [(2, 1, 5), (8, 1, 16), (13, 3, 33), (64, 1, 70), (130, 1, 9)];
        foreach (var (channels, multiplier, filters) in sizes)
        {
            foreach (var size in new Size2D[] { 1, (1, 3), 3, (5, 7) })
            {
                foreach (var (padding, pad) in Paddings)
                {
                    foreach (var shape in new[] { new TensorShape(6, 8, channels), new TensorShape(5, 40, channels) })
                    {
                        if (padding == PadMode.Valid && size.Height > shape[0]) continue;
                        var one = new PackedCase(seed++, shape, x => x.QuantSeparableConv2D(
                            filters, size, 1 + (seed % 2), padding, pad, multiplier, "ste_sign", "ste_sign", "ste_sign",
                            useBias: seed % 3 > 0));
                        one.AssertExact($"{shape}×{multiplier} → {filters}, {size}, {padding}, {pad}", rows: 3);
                        foreach (var network in one.Networks[..^1])
                            Assert.IsTrue(network.Report.Layers[0].IsPacked);
                    }
                }
            }
        }
    }

    [TestMethod]
    [DataRow(PadMode.Valid, 0f)]
    [DataRow(PadMode.Same, 0f)]
    [DataRow(PadMode.Same, -1f)]
    [DataRow(PadMode.Causal, 0f)]
    public void QuantSeparableConv1D_AllSigns_IsPackedAndExact(PadMode padding, float pad)
    {
        foreach (var (length, channels) in new[] { (9, 3), (70, 64), (200, 72) })
        {
            var one = new PackedCase(length, new TensorShape(length, channels), x => x.QuantSeparableConv1D(
                20, 5, 2, padding, pad, 2, "ste_sign", "ste_sign", "ste_sign"));
            TrainedCase.AssertExact(one, $"{length}×{channels}");
            foreach (var network in one.Networks[..^1])
                Assert.IsTrue(network.Report.Layers[0].IsPacked);
        }
    }

    [TestMethod]
    public void Report_OfSignsOnOneSide_SaysWhatRuns()
    {
        PackedLayer Line(string? input, string? depthwise, string? pointwise, int channels = 8) => new PackedCase(
            1, new TensorShape(6, 6, channels), x => x.QuantSeparableConv2D(
                4, 3, 1, PadMode.Valid, 0, 1, input, depthwise, pointwise)).Networks[0].Report.Layers[0];
        var half = "what the first kernel gives is not quantized";
        Assert.AreEqual((false, half + "; it runs on bits; no second kernel quantizer"),
            Told(Line("ste_sign", "ste_sign", null)));
        Assert.AreEqual(
            (false,
                half + "; it runs on bits; whole numbers are summed; the second kernel's signs are kept as bits"),
            Told(Line("ste_sign", "ste_sign", "ste_sign", channels: 1)));
        Assert.AreEqual(
            (false,
                half + "; no input quantizer, and the input is not known to be ±1"
                + "; both kernels' signs are kept as bits"),
            Told(Line(null, "ste_sign", "ste_sign")));
        Assert.AreEqual(
            (false, half + "; no kernel quantizer"), Told(Line("ste_sign", null, null)));
        Assert.AreEqual(
            (false, half + "; whole numbers are summed; both kernels' signs are kept as bits"),
            Told(Line("dorefa_quantizer", "ste_sign", "magnitude_aware_sign")));
        Assert.AreEqual(
            (false, half + "; whole numbers are summed"),
            Told(Line("ste_sign", "ste_tern", "ste_tern")));
        if (KernelSet.Available.Length > 1)
        {
            Assert.AreEqual(
                (true,
                    "input ste_sign, kernels ste_sign and ste_sign; what lies between is told by 4 planes of signs"),
                Told(Line("ste_sign", "ste_sign", "ste_sign")));
        }

        static (bool, string) Told(PackedLayer line) => (line.IsPacked, line.Why);
    }

    [TestMethod]
    public void Score_WhatFollows_IsFoldedAndHasTheBitsOfTheScalar()
    {
        NetworkTensor Signs(NetworkTensor x, string name) => x.QuantSeparableConv2D(
            12, 3, 1, PadMode.Same, 0, 1, "ste_sign", "ste_sign", "ste_sign", name: name);
        var chain = new PackedCase(4, new TensorShape(5, 6, 9), x => Signs(Signs(x, "first").Relu("relu"), "second")
            .BatchNormalization(epsilon: PackedCase.Epsilon, name: "norm")
            .Residual(y => Signs(y, "third"), name: "add"));
        chain.AssertExact("chain", rows: 3);
        foreach (var network in chain.Networks[..^1])
        {
            foreach (var (name, into) in new[] { ("relu", "first"), ("norm", "second"), ("add", "third") })
                Assert.AreEqual(("folded", $"part of {into}"), (network.Report[name].Kernel, network.Report[name].Why));
        }
    }
}
