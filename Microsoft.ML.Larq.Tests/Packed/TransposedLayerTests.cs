using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;

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
                    foreach (var (padding, more) in new[] { (Padding.Valid, false), (Padding.Same, false), (Padding.Valid, true) })
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
        foreach (var size in new Size3D[] { 1, (2, 1, 3) })
        {
            foreach (var strides in new Size3D[] { 1, (2, 3, 1) })
            {
                foreach (var padding in new[] { Padding.Valid, Padding.Same })
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
                new PackedCase(3, new TensorShape(4, 3, 2), x => x.Conv2DTranspose(3, size, 3, Padding.Same, more)),
                $"{size}, {more}");
        }
    }

    // 2×2 input, kernel 2×2 of one channel, strides 1: inputs times kernel, overlapping in a 3×3 output.
    [TestMethod]
    public void Conv2DTranspose_SmallFigures_AreThoseByHand()
    {
        var network = NetworkDefinition.Build(
            new TensorShape(2, 2, 1), x => x.Conv2DTranspose(1, 2, useBias: false, name: "t"));
        var weights = new NetworkWeights([KeyValuePair.Create("t/kernel", new WeightArray(new TensorShape(2, 2, 1, 1), [1, 10, 100, 1000]))]);
        var scores = new float[9];
        PackedNetwork.Compile(network, weights).Score([1, 2, 3, 4], scores);
        CollectionAssert.AreEqual(new float[] { 1, 12, 20, 103, 1234, 2040, 300, 3400, 4000 }, scores);
    }

    [TestMethod]
    public void Report_OfBothKinds_SaysFloatAndWhy()
    {
        var network = new PackedCase(1, new TensorShape(3, 3, 2), x => x
            .Conv2DTranspose(4, 2, name: "real")
            .QuantConv2DTranspose(4, 2, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign", name: "signs")
            .QuantConv2DTranspose(4, 2, inputQuantizer: "ste_sign", useBias: false, name: "kernel")).Network;
        foreach (var name in new[] { "real", "signs", "kernel" })
            Assert.AreEqual(PackedArithmetic.Float, network.Report[name].Arithmetic);
        Assert.AreEqual("a layer of real numbers", network.Report["real"].Why);
        Assert.AreEqual(
            "a transposed convolution has no packed kernel; the kernel's signs are kept as bits", network.Report["signs"].Why);
        Assert.AreEqual("no kernel quantizer", network.Report["kernel"].Why);

        // 4×4 output, 2·2·2·4 weights; 4 floats of bias.
        Assert.AreEqual((16 * 32, (32 + 4) * 4), (network.Report["real"].Macs, network.Report["real"].WeightBytes));

        // 2·2·4 rows of 4 signs, each in a word of its own, and the bias.
        Assert.AreEqual((16 * 8) + 16, network.Report["signs"].WeightBytes);
    }
}
