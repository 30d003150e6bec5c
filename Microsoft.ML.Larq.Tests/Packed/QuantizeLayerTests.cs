using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>A quantizer as a layer of its own: its bits go on to a layer that has no input quantizer.</summary>
[TestClass]
public class QuantizeLayerTests
{
    public static IEnumerable<object[]> Bits => new[] { "ste_sign", "approx_sign", "swish_sign", "ste_heaviside" }
        .Select(quantizer => new object[] { quantizer });

    [TestMethod]
    [DynamicData(nameof(Bits))]
    public void Score_LayerWithoutInputQuantizer_RunsOnTheBits(string quantizer)
    {
        Check(new TensorShape(70), x => x.Quantize(quantizer).QuantDense(9, null, "ste_sign"));
        Check(new TensorShape(9, 16), x => x.Quantize(quantizer).QuantConv1D(
            9, 3, padding: PadMode.Same, padValue: 1, kernelQuantizer: "ste_sign"));
        Check(new TensorShape(6, 5, 33), x => x.Quantize(quantizer).QuantConv2D(
            70, 3, 2, PadMode.Same, 1, kernelQuantizer: "ste_tern"));
        Check(new TensorShape(3, 4, 5, 16), x => x.Quantize(quantizer).QuantConv3D(
            6, 2, padding: PadMode.Same, padValue: 1, kernelQuantizer: "ste_sign"));
        Check(new TensorShape(6, 5, 4), x => x.Quantize(quantizer).QuantDepthwiseConv2D(
            3, depthwiseQuantizer: "ste_sign"));
        Check(new TensorShape(6, 5, 4), x => x.Quantize(quantizer).Flatten().QuantDense(3, null, "ste_sign"));
        Check(new TensorShape(7, 7, 64), x => x.Quantize(quantizer).MaxPool2D(3, 2, PadMode.Same).QuantConv2D(
            5, 2, kernelQuantizer: "ste_sign"));
    }

    // The same quantizer as that layer's own: one network in two spellings.
    [TestMethod]
    [DynamicData(nameof(Bits))]
    public void Score_AsALayerOrAsItsInputQuantizer_IsTheSame(string quantizer)
    {
        foreach (var again in new Quantizer?[] { null, quantizer })
        {
            var own = new PackedCase(3, new TensorShape(6, 5, 40), x => x
                .QuantConv2D(9, 3, padding: PadMode.Same, inputQuantizer: quantizer, kernelQuantizer: "ste_sign")
                .BatchNormalization(epsilon: PackedCase.Epsilon)
                .QuantConv2D(5, 2, inputQuantizer: quantizer, kernelQuantizer: "ste_sign"));
            var apart = new PackedCase(3, new TensorShape(6, 5, 40), x => x
                .Quantize(quantizer)
                .QuantConv2D(9, 3, padding: PadMode.Same, inputQuantizer: again, kernelQuantizer: "ste_sign")
                .BatchNormalization(epsilon: PackedCase.Epsilon).Quantize(quantizer)
                .QuantConv2D(5, 2, inputQuantizer: again, kernelQuantizer: "ste_sign"));
            var row = own.Row();
            CollectionAssert.AreEqual(own.Score(row), apart.Score(row));
            for (var i = 0; i < own.Networks.Length; i++)
            {
                Assert.AreEqual(
                    own.Networks[i].Report["quant_conv2d"].Why, apart.Networks[i].Report["quant_conv2d"].Why
                        .Replace("already ±1", quantizer, StringComparison.Ordinal));
            }
        }
    }

    // convolution → normalization → sign → maximum → convolution: bits all the way, by thresholds where kernels do.
    [TestMethod]
    public void Score_SignsBeforePooling_AreExactAndStayBits()
    {
        var pooled = new PackedCase(5, new TensorShape(8, 8, 32), x => x
            .Quantize("ste_sign").QuantConv2D(32, 3, kernelQuantizer: "ste_sign")
            .BatchNormalization(epsilon: PackedCase.Epsilon).Quantize("ste_sign").MaxPool2D(2)
            .QuantConv2D(7, 2, kernelQuantizer: "ste_sign"));
        pooled.AssertExact("sign, maximum", rows: 5);
        foreach (var network in pooled.Networks)
            Assert.IsTrue(network.Report["quant_conv2d_1"].IsPacked);
        if (pooled.Networks.Length == 1) return;
        StringAssert.Contains(pooled.Networks[0].Report["quant_conv2d"].Why, "writes signs through integer thresholds");
    }

    [TestMethod]
    [DataRow("ste_sign")]
    [DataRow("ste_heaviside")]
    [DataRow("ste_tern")]
    [DataRow("dorefa_quantizer(k_bit=2)")]
    [DataRow("magnitude_aware_sign")]
    [DataRow("shifted_sign(shift=0.25)")]
    [DataRow("NoOp(precision=1)")]
    public void Score_ReadAsNumbers_IsTheQuantizers(string quantizer)
    {
        var shape = new TensorShape(4, 4, 4);
        var numbers = new PackedCase(7, shape, x => x.Quantize(quantizer));
        var row = numbers.Row();
        var expected = new float[row.Length];
        Quantizer.Parse(quantizer).Quantize(row, shape, expected);
        foreach (var network in numbers.Networks)
        {
            var scores = new float[row.Length];
            network.Score(row, scores);
            CollectionAssert.AreEqual(expected, scores);
        }

        // Read as numbers and as bits, and by two layers.
        if (quantizer is "ste_sign" or "ste_heaviside" or "shifted_sign(shift=0.25)")
        {
            new PackedCase(8, shape, x =>
            {
                var bits = x.Quantize(quantizer);
                return bits.Add(bits.QuantConv2D(4, 3, padding: PadMode.Same, kernelQuantizer: "ste_sign"))
                    .Concatenate(bits.QuantConv2D(2, 1, kernelQuantizer: "ste_sign"));
            }).AssertExact(quantizer, rows: 3);
        }
    }

    [TestMethod]
    public void Report_SaysWhereTheBitsAreMade()
    {
        var report = new PackedCase(9, new TensorShape(8), x => x
            .Quantize("ste_sign").Quantize("approx_sign").Quantize("ste_tern").QuantDense(3, null, "ste_sign"))
            .Network.Report;
        Assert.AreEqual("ste_sign, made where it is read", report["quantize"].Why);
        Assert.IsTrue(report["quantize"].IsPacked);
        Assert.AreEqual("already ±1", report["quantize_1"].Why);
        Assert.AreEqual("ste_tern of real numbers", report["quantize_2"].Why);
        StringAssert.Contains(report["quant_dense"].Why, "no input quantizer");
    }

    private static void Check(TensorShape shape, Func<NetworkTensor, NetworkTensor> network)
    {
        var bits = new PackedCase(1, shape, network);
        var last = bits.Definition.Output;
        foreach (var packed in bits.Networks)
            Assert.IsTrue(packed.Report[last.Name].IsPacked, $"{last}");
        bits.AssertExact($"{last}", rows: 3);
    }
}
