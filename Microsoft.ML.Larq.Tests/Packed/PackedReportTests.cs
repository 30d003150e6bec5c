using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public class PackedReportTests
{
    // Of the scalar kernels, which every machine has.
    private static readonly PackedReport Report = new PackedCase(1, new TensorShape(8, 8, 3), x => x
        .Conv2D(16, 3, padding: PadMode.Same, useBias: false)
        .BatchNormalization()
        .QuantConv2D(
            32, 3, padding: PadMode.Same, padValue: 1,
            inputQuantizer: "ste_sign", kernelQuantizer: "approx_sign", name: "packed")
        .QuantConv2D(
            8, 3, padding: PadMode.Same, padValue: 0.5f,
            inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign", name: "pad")
        .QuantConv2D(8, 1, kernelQuantizer: "ste_sign", useBias: false, name: "numbers")
        .QuantConv2D(8, 1, inputQuantizer: "ste_sign", name: "kernel")
        .Flatten()
        .QuantDense(10, "ste_sign", "ste_sign", useBias: false, name: "dense")).Networks[^1].Report;

    [TestMethod]
    public void Layers_OfAMixedNetwork_AreAllButTheInputInOrder() => CollectionAssert.AreEqual(
        new[] { "conv2d", "batch_normalization", "packed", "pad", "numbers", "kernel", "flatten", "dense" },
        Report.Layers.Select(layer => layer.Name).ToArray());

    // Bytes by hand: floats 4 each; a run of up to 64 channels is a word of 8; one-padding keeps 4 bytes a tap.
    [TestMethod]
    [DataRow("conv2d", false, "a layer of real numbers", 9L * 3 * 16 * 4, 64L * 9 * 3 * 16)]
    [DataRow("batch_normalization", false, "real numbers", 16L * 2 * 4, 0L)]
    [DataRow("packed", true, "input ste_sign, kernel approx_sign",
        (9L * 32 * 8) + (9 * 32 * 4) + (32 * 4), 64L * 9 * 16 * 32)]
    [DataRow("pad", false, "pad value 0.5 is not −1, 0 or 1; the kernel's signs are kept as bits",
        (9L * 32 * 8) + (8 * 4), 64L * 9 * 32 * 8)]
    [DataRow("numbers", false,
        "no input quantizer, and the input is not known to be ±1; the kernel's signs are kept as bits",
        8L * 8, 64L * 8 * 8)]
    [DataRow("kernel", false, "no kernel quantizer", (64L * 4) + (8 * 4), 64L * 8 * 8)]
    [DataRow("flatten", false, "the same values in the same order", 0L, 0L)]
    [DataRow("dense", true, "input ste_sign, kernel ste_sign", 10L * 8 * 8, 512L * 10)]
    public void Layer_OfAMixedNetwork_SaysHowAndWhy(
        string name, bool isPacked, string why, long bytes, long macs)
    {
        var layer = Report[name];
        Assert.AreEqual(isPacked, layer.IsPacked);
        Assert.AreEqual(why, layer.Why);
        Assert.AreEqual(bytes, layer.WeightBytes);
        Assert.AreEqual(macs, layer.Macs);
    }

    [TestMethod]
    public void Layer_Kernel_NamesWhatRuns()
    {
        Assert.AreEqual("ScalarBinaryConvolution", Report["packed"].Kernel);
        Assert.AreEqual("ScalarSignConvolution", Report["pad"].Kernel);
        Assert.AreEqual("none", Report["flatten"].Kernel);
        Assert.AreEqual("QuantConv2D", Report["packed"].ClassName);
    }

    [TestMethod]
    public void Totals_OfAMixedNetwork_AddUp()
    {
        Assert.AreEqual(27648L + 294912 + 147456 + 4096 + 4096 + 5120, Report.Macs);
        Assert.AreEqual(294912L + 5120, Report.PackedMacs);
        Assert.AreEqual(1728L + 128 + 3584 + 2336 + 64 + 288 + 640, Report.WeightBytes);
    }

    [TestMethod]
    public void Layer_Unknown_IsNamed() =>
        StringAssert.Contains(Assert.ThrowsExactly<KeyNotFoundException>(() => Report["nobody"]).Message, "'nobody'");

    [TestMethod]
    public void ToString_HasALineALayerAndTotals()
    {
        var lines = Report.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(Report.Layers.Length + 2, lines);
        StringAssert.StartsWith(lines[0], "layer ");
        StringAssert.Contains(lines[3], "294,912");
        StringAssert.EndsWith(lines[^1], "483,328  300,032 MACs packed");
    }
}
