using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public class DepthwiseLayerTests
{
    private static readonly (PadMode, float)[] Paddings =
        [(PadMode.Valid, 0), (PadMode.Same, 0), (PadMode.Same, 1), (PadMode.Same, -1)];

    // Every remainder of eight lanes and four pixels, with and without padding.
    [TestMethod]
    [DataRow(null, null)]
    [DataRow("ste_sign", null)]
    [DataRow(null, "ste_sign")]
    [DataRow("ste_sign", "ste_sign")]
    public void QuantDepthwiseConv2D_Grid_IsExact(string? input, string? kernel)
    {
        var seed = 0;
        foreach (var (channels, multiplier) in new[]
        {
            (1, 1), (1, 9), (3, 1), (7, 1), (8, 1), (9, 1), (5, 2), (17, 1), (6, 3),
        })
        {
            foreach (var size in new Size2D[] { 1, 2, 3, (5, 1) })
            {
                foreach (var stride in new[] { 1, 2 })
                {
                    foreach (var (padding, pad) in new[]
                    {
                        (PadMode.Valid, 0f), (PadMode.Same, 0f), (PadMode.Same, 1f), (PadMode.Same, 0.5f),
                    })
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
            new PackedCase(channels, new TensorShape(4, 7, channels), x => x.DepthwiseConv2D(3, padding: PadMode.Same))
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
            new(
                "z/depthwise_kernel",
                new WeightArray(new TensorShape(3, 3, 5, 2), kernel.Weights["z/kernel"].Values.ToArray())),
            new("z/bias", kernel.Weights["z/bias"]),
        ]);
        var row = kernel.Row();
        var scores = new float[kernel.Network.OutputSize];
        PackedNetwork.Compile(depthwise, weights).Score(row, scores);
        CollectionAssert.AreEqual(kernel.Score(row), scores);
    }

    [TestMethod]
    [DataRow("ste_sign", null, "no kernel quantizer", 9 * 16 * 4)]
    [DataRow(
        null, "ste_sign",
        "no input quantizer, and the input is not known to be ±1; the kernel's signs are kept as bits", 3 * 8)]
    [DataRow(
        "ste_sign", "ste_tern",
        "kernel quantizer ste_tern gives Ternary, which takes longer on bits channel by channel", 9 * 16 * 4)]
    [DataRow(
        "dorefa_quantizer", "ste_sign",
        "2 planes of bits take longer than numbers for 9 weights; whole levels are summed; "
        + "the kernel's signs are kept as bits", (3 * 8) + (16 * 4))]
    public void Report_QuantDepthwiseConv2D_SaysWhyItIsFloat(string? input, string? kernel, string why, long bytes)
    {
        var network = new PackedCase(5, new TensorShape(8, 8, 16), x => x.QuantDepthwiseConv2D(
            3, inputQuantizer: input, depthwiseQuantizer: kernel, useBias: false)).Networks[0];
        var line = network.Report["quant_depthwise_conv2d"];
        Assert.AreEqual((false, why, 36L * 9 * 16), (line.IsPacked, line.Why, line.Macs));
        if (line.Kernel == "vector depthwise") Assert.AreEqual(bytes, line.WeightBytes);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void Report_SignsWithSigns_SaysPacked(int multiplier)
    {
        var networks = new PackedCase(5, new TensorShape(8, 8, 16), x => x.QuantDepthwiseConv2D(
            3, depthMultiplier: multiplier, inputQuantizer: "ste_sign", depthwiseQuantizer: "ste_sign", useBias: false))
            .Networks;
        foreach (var network in networks)
        {
            var line = network.Report["quant_depthwise_conv2d"];
            Assert.AreEqual(
                (true, "input ste_sign, kernel ste_sign", 36L * 9 * 16 * multiplier),
                (line.IsPacked, line.Why, line.Macs));
            Assert.AreEqual(network == networks[^1] ? 9 * 8 : 9 * 2 * multiplier, line.WeightBytes);
        }
    }

    // Bits from layer to layer: a binary convolution, a depthwise one and a maximum, each giving signs to the next.
    [TestMethod]
    [DataRow(0f)]
    [DataRow(1f)]
    [DataRow(-1f)]
    public void Chain_OfBinaryLayers_PassesBitsOn(float pad)
    {
        var seed = 0;
        foreach (var channels in new[] { 8, 64, 72, 5 })
        {
            foreach (var (multiplier, stride) in new[] { (1, 1), (2, 1), (1, 2), (3, 2) })
            {
                NetworkTensor Full(NetworkTensor x, string name) => x.QuantConv2D(
                    channels, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: "ste_sign",
                    kernelQuantizer: "ste_sign", name: name).BatchNormalization(epsilon: PackedCase.Epsilon);
                var chain = new PackedCase(seed++, new TensorShape(9, 7, 4), x => Full(Full(x, "first")
                    .QuantDepthwiseConv2D(
                        3, stride, PadMode.Same, pad, multiplier, "ste_sign", "ste_sign", name: "depthwise")
                    .BatchNormalization(epsilon: PackedCase.Epsilon).Relu(), "second").MaxPool2D(2)
                    .QuantDepthwiseConv2D(2, inputQuantizer: "ste_sign", depthwiseQuantizer: "ste_sign", name: "last")
                    .BatchNormalization(epsilon: PackedCase.Epsilon));
                chain.AssertExact($"{channels} channels, {multiplier}, {stride}", rows: 3);
                if (channels % 8 != 0) continue;
                foreach (var network in chain.Networks[..^1])
                {
                    foreach (var name in new[] { "first", "second" })
                        StringAssert.EndsWith(network.Report[name].Why, "; writes signs through integer thresholds");
                    Assert.AreEqual("part of last", network.Report.Layers[^1].Why);
                    Assert.AreEqual("bits", network.Report.Layers[^3].Kernel);
                }
            }
        }
    }

    [TestMethod]
    public void DepthwiseBeforeASign_WritesSigns()
    {
        var chain = new PackedCase(2, new TensorShape(9, 7, 16), x => x
            .QuantDepthwiseConv2D(3, 1, PadMode.Same, 0, 1, "ste_sign", "ste_sign", name: "first")
            .BatchNormalization(epsilon: PackedCase.Epsilon)
            .QuantDepthwiseConv2D((1, 4), 1, PadMode.Same, -1, 2, "ste_sign", "ste_sign", name: "second")
            .QuantConv2D(3, 3, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign"));
        chain.AssertExact("depthwise chain", rows: 3);
        foreach (var network in chain.Networks[..^1])
        {
            foreach (var name in new[] { "first", "second" })
                StringAssert.EndsWith(network.Report[name].Why, "; writes signs through integer thresholds");
        }
    }

    [TestMethod]
    public void QuantDepthwiseConv2D_OnTorch_HasTheSameBits()
    {
        var seed = 0;
        foreach (var (channels, multiplier) in new[] { (1, 3), (5, 1), (64, 1), (70, 2) })
        {
            foreach (var (padding, pad) in Paddings)
            {
                TrainedCase.AssertExact(
                    new PackedCase(seed++, new TensorShape(7, 6, channels), x => x.QuantDepthwiseConv2D(
                        (3, 2), 1 + (seed % 2), padding, pad, multiplier, "ste_sign", "ste_sign")),
                    $"{channels}×{multiplier}, {padding}, {pad}");
            }
        }
    }

    // A sign with a scale for each filter stays a sign; 0 and 1 are told by signs.
    [TestMethod]
    [DataRow("ste_heaviside", "ste_sign")]
    [DataRow("ste_sign", "magnitude_aware_sign")]
    public void QuantDepthwiseConv2D_WhatSignsTell_IsPacked(string input, string kernel)
    {
        foreach (var (padding, pad) in new[] { (PadMode.Valid, 0f), (PadMode.Same, 0f), (PadMode.Same, 1f) })
        {
            var one = new PackedCase(3, new TensorShape(7, 6, 9), x => x.QuantDepthwiseConv2D(
                3, 1, padding, pad, 2, input, kernel, name: "depthwise"));
            one.AssertClose($"{padding}, {pad}", rows: 2);
            foreach (var network in one.Networks)
                Assert.IsTrue(network.Report["depthwise"].IsPacked);
        }
    }

    [TestMethod]
    public void Report_DepthwiseConv2D_IsALayerOfRealNumbers() => Assert.AreEqual(
        "a layer of real numbers",
        new PackedCase(6, new TensorShape(4, 4, 3), x => x.DepthwiseConv2D(2)).Network.Report["depthwise_conv2d"].Why);
}
