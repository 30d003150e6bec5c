using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>Transposed convolutions on both sides, packed and trained, against inputs scattered by hand.</summary>
[TestClass]
public class TransposedLayerTests
{
    [TestMethod]
    [DataRow(null, null)]
    [DataRow("ste_sign", null)]
    [DataRow(null, "ste_sign")]
    [DataRow("ste_sign", "ste_sign")]
    public void QuantConv2DTranspose_Grid_IsExact(string? input, string? kernel)
    {
        var seed = 0;
        foreach (var size in new Size2D[] { 1, (2, 3), 3, (4, 5) })
        {
            foreach (var strides in new Size2D[] { 1, (2, 1), 2, (3, 5) })
            {
                foreach (var dilation in new Size2D[] { 1, (1, 2) })
                {
                    foreach (var (padding, more) in new[]
                    {
                        (PadMode.Valid, false), (PadMode.Same, false), (PadMode.Valid, true),
                    })
                    {
                        Size2D? outputPadding = more ? (strides.Height - 1, strides.Width / 2) : null;
                        TrainedCase.AssertExact(
                            new PackedCase(seed++, new TensorShape(4, 3, 5), x => x.QuantConv2DTranspose(
                                3, size, strides, padding, outputPadding, input, kernel, dilation,
                                ActivationFunction.Relu, useBias: seed % 2 == 0)),
                            $"{size}, {strides}, {dilation}, {padding}, {outputPadding}");
                    }
                }
            }
        }
    }

    [TestMethod]
    [DataRow(null, null)]
    [DataRow("ste_sign", "ste_sign")]
    public void QuantConv3DTranspose_Grid_IsExact(string? input, string? kernel)
    {
        var seed = 0;
        foreach (var size in new Sides[] { 1, (2, 1, 3) })
        {
            foreach (var strides in new Sides[] { 1, (2, 3, 1) })
            {
                foreach (var padding in new[] { PadMode.Valid, PadMode.Same })
                {
                    TrainedCase.AssertExact(
                        new PackedCase(seed++, new TensorShape(2, 3, 2, 4), x => x.QuantConv3DTranspose(
                            3, size, strides, padding, null, input, kernel, (1, 2, 1), useBias: seed % 2 == 0)),
                        $"{size}, {strides}, {padding}");
                }
            }
        }
    }

    [TestMethod]
    public void QuantConv2DTranspose_SameWithOutputPadding_IsExact()
    {
        foreach (var (size, more) in new (Size2D, Size2D)[] { (3, 0), (3, 1), (3, 2), (2, 1), (4, 2), (5, (2, 0)) })
        {
            TrainedCase.AssertExact(
                new PackedCase(3, new TensorShape(4, 3, 2), x => x.Conv2DTranspose(3, size, 3, PadMode.Same, more)),
                $"{size}, {more}");
        }
    }

    // 2×2 input, kernel 2×2 of one channel, strides 1: inputs times kernel, overlapping in a 3×3 output.
    [TestMethod]
    public void Conv2DTranspose_SmallFigures_AreThoseByHand()
    {
        var network = NetworkDefinition.Build(
            new TensorShape(2, 2, 1), x => x.Conv2DTranspose(1, 2, useBias: false, name: "t"));
        var weights = new NetworkWeights(
            [KeyValuePair.Create("t/kernel", new WeightArray(new TensorShape(2, 2, 1, 1), [1, 10, 100, 1000]))]);
        var scores = new float[9];
        PackedNetwork.Compile(network, weights).Score([1, 2, 3, 4], scores);
        CollectionAssert.AreEqual(new float[] { 1, 12, 20, 103, 1234, 2040, 300, 3400, 4000 }, scores);
    }

    // Parts of many pixels and filters, of every remainder of tiles; those of strides 5 meet no tap at some pixels.
    [TestMethod]
    [DataRow(null, null)]
    [DataRow("ste_sign", "ste_sign")]
    public void QuantConv2DTranspose_ManyFilters_IsExact(string? input, string? kernel)
    {
        var seed = 0;
        foreach (var (channels, filters) in new[] { (8, 16), (64, 33), (70, 130) })
        {
            foreach (var (size, strides) in new (Size2D, Size2D)[] { (3, 2), (4, 2), (2, 5), ((1, 5), 1) })
            {
                new PackedCase(seed++, new TensorShape(7, 9, channels), x => x.QuantConv2DTranspose(
                    filters, size, strides, PadMode.Same, null, input, kernel)).AssertExact(
                    $"{channels} → {filters}, {size}, {strides}", rows: 2);
            }
        }
    }

    [TestMethod]
    public void Score_WhatFollows_IsFoldedAndHasTheBitsOfTheScalar()
    {
        var chain = new PackedCase(4, new TensorShape(5, 6, 9), x => x
            .QuantConv2DTranspose(8, 3, 2, PadMode.Same, null, "ste_sign", "ste_sign", name: "signs")
            .BatchNormalization(epsilon: PackedCase.Epsilon, name: "norm")
            .QuantConv2DTranspose(20, 4, 2, PadMode.Same, null, "ste_sign", "ste_sign", name: "more").Relu("relu")
            .Residual(y => y.Conv2DTranspose(20, 3, padding: PadMode.Same, name: "real"), name: "add"));
        chain.AssertExact("chain", rows: 3);
        foreach (var network in chain.Networks[..^1])
        {
            foreach (var (name, into) in new[] { ("norm", "signs"), ("relu", "more"), ("add", "real") })
                Assert.AreEqual(("folded", $"part of {into}"), (network.Report[name].Kernel, network.Report[name].Why));
        }

        Assert.AreEqual("real numbers", chain.Networks[^1].Report["norm"].Why);
    }

    [TestMethod]
    public void Report_OfAllKinds_SaysWhatRuns()
    {
        var network = new PackedCase(1, new TensorShape(3, 3, 2), x => x
            .Conv2DTranspose(4, 2, name: "real")
            .QuantConv2DTranspose(4, 2, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign", name: "signs")
            .QuantConv2DTranspose(4, 2, kernelQuantizer: "ste_sign", name: "half")
            .QuantConv2DTranspose(4, 2, inputQuantizer: "ste_sign", useBias: false, name: "kernel")).Networks[^1];
        var report = network.Report;
        Assert.AreEqual("a layer of real numbers", report["real"].Why);
        Assert.AreEqual(
            (true, "input ste_sign, kernel ste_sign"),
            (report["signs"].IsPacked, report["signs"].Why));
        Assert.AreEqual(
            (false,
                "no input quantizer, and the input is not known to be ±1; the kernel's signs are kept as bits"),
            (report["half"].IsPacked, report["half"].Why));
        Assert.AreEqual("no kernel quantizer", report["kernel"].Why);

        // 4×4 output, 2·2·2·4 weights; 4 floats of bias.
        Assert.AreEqual((16 * 32, (32 + 4) * 4), (report["real"].Macs, report["real"].WeightBytes));

        // 2·2·4 runs of 4 signs, each in a word of its own, and the bias.
        Assert.AreEqual((16 * 8) + 16, report["signs"].WeightBytes);
    }
}
