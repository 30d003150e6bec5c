using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public class VolumeLayerTests
{
    [TestMethod]
    [DataRow(null, null)]
    [DataRow("ste_sign", null)]
    [DataRow(null, "ste_sign")]
    [DataRow("ste_sign", "ste_sign")]
    public void QuantConv3D_Grid_IsExact(string? input, string? kernel)
    {
        var seed = 0;
        foreach (var (channels, groups) in new[] { (1, 1), (3, 1), (66, 2) })
        {
            foreach (var (size, stride) in new (Sides, Sides)[] { (1, 1), (2, 1), (3, 2), ((3, 1, 2), (2, 1, 1)) })
            {
                foreach (var (padding, pad) in new[]
                {
                    (PadMode.Valid, 0f), (PadMode.Same, 0f), (PadMode.Same, 1f), (PadMode.Same, 0.5f),
                })
                {
                    var dilation = (Sides)(1 + (seed % 2), 1, 1);
                    var conv = new PackedCase(seed++, new TensorShape(5, 4, 6, channels), x => x.QuantConv3D(
                        6, size, stride, padding, pad, input, kernel, dilation, groups, ActivationFunction.Relu,
                        useBias: seed % 2 == 0));
                    conv.AssertExact($"{channels} channels, {groups} groups, {size}, {stride}, {padding}, {pad}");
                    var signs = input is not null && kernel is not null && (pad != 0.5f || size == 1);
                    Assert.AreEqual(
                        signs,
                        conv.Network.Report["quant_conv3d"].IsPacked);
                }
            }
        }
    }

    // Two taps of depth, three planes apart, on two planes: the first output's taps fall on planes −1 and 2.
    [TestMethod]
    [DataRow(0f)]
    [DataRow(1f)]
    [DataRow(-1f)]
    public void QuantConv3D_EveryPlaneOutside_GivesThePadding(float pad) => new PackedCase(
        1, new TensorShape(2, 3, 3, 2), x => x.QuantConv3D(
            3, (2, 1, 1), padding: PadMode.Same, padValue: pad, dilationRate: (3, 1, 1), inputQuantizer: "ste_sign",
            kernelQuantizer: "ste_sign")).AssertExact($"pad {pad}", rows: 3);

    [TestMethod]
    public void Network_OfVolumes_EqualsTheOracle()
    {
        var network = new PackedCase(9, new TensorShape(4, 5, 6, 2), x => x
            .Conv3D(8, 2, padding: PadMode.Same).BatchNormalization(epsilon: PackedCase.Epsilon)
            .Residual(y => y.QuantConv3D(8, 3, 1, PadMode.Same, 1, "ste_sign", "ste_sign"))
            .Concatenate(x.Conv3D(2, 1)).Flatten().QuantDense(4, "ste_sign", "ste_sign"));
        network.AssertClose("a network of volumes", rows: 3);
    }

    // Signs, a normalization, an activation and a shortcut become part of the layer before them.
    [TestMethod]
    public void Score_WhatFollows_IsFoldedAndHasTheBitsOfTheScalar()
    {
        foreach (var channels in new[] { 3, 8, 40 })
        {
            foreach (var pad in new[] { 0f, 1f, -1f })
            {
                NetworkTensor Signs(NetworkTensor x, string name) => x.QuantConv3D(
                    channels, 3, padding: PadMode.Same, padValue: pad, inputQuantizer: "ste_sign",
                    kernelQuantizer: "ste_sign", name: name);
                NetworkTensor Norm(NetworkTensor x, string? name = null) =>
                    x.BatchNormalization(epsilon: PackedCase.Epsilon, name: name);
                var chain = new PackedCase(channels, new TensorShape(3, 4, 5, 2), x => Norm(Signs(Norm(
                    Signs(x.Conv3D(channels, 2, padding: PadMode.Same, name: "stem"), "first"), "norm"), "second"))
                    .Residual(y => Signs(y, "third"), name: "add").Relu("relu")
                    .Residual(y => Norm(Signs(y, "fourth").Relu("inner")), name: "last"));
                chain.AssertExact($"{channels} channels, pad {pad}", rows: 2);
                foreach (var network in chain.Networks[..^1])
                {
                    var report = network.Report;
                    foreach (var name in new[] { "stem", "first" })
                        StringAssert.EndsWith(report[name].Why, "; writes signs plane by plane");
                    Assert.AreEqual("part of first", report["norm"].Why);
                    Assert.AreEqual("part of third", report["add"].Why);
                    Assert.AreEqual("part of fourth", report["inner"].Why);
                    Assert.AreEqual("part of fourth", report["last"].Why);
                }
            }
        }
    }

    [TestMethod]
    public void Report_QuantConv3D_CountsItsWork()
    {
        var network = new PackedCase(9, new TensorShape(4, 5, 6, 64), x => x
            .QuantConv3D(8, (2, 3, 3), inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")
            .Conv3D(1, (3, 1, 1)));
        var line = network.Network.Report["quant_conv3d"];
        Assert.AreEqual(("input ste_sign, kernel ste_sign", 3L * 3 * 4 * 18 * 64 * 8), (line.Why, line.Macs));
        Assert.AreEqual("a layer of real numbers", network.Network.Report["conv3d"].Why);
    }

    // Larq's summary counts no multiply-accumulates for convolutions of volumes.
    [TestMethod]
    public void Summary_Conv3D_IsUnknown() => Assert.IsNull(NetworkDefinition
        .Build(new TensorShape(4, 5, 6, 2), x => x.QuantConv3D(3, 2, kernelQuantizer: "ste_sign"))
        .Summary()["quant_conv3d"].MacsByPrecision);
}
