using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public class BinaryLayerTests
{
    private static readonly (int Channels, int Groups)[] Channels =
    [
        (1, 1), (3, 1), (31, 1), (32, 1), (32, 2), (32, 4), (33, 1), (63, 1), (64, 1), (64, 2), (64, 4), (65, 1),
        (66, 2), (128, 1), (128, 2), (128, 4), (132, 4), (260, 4),
    ];

    [TestMethod]
    public void QuantDense_EveryLengthTo200_IsExact()
    {
        for (var length = 1; length <= 200; length++)
        {
            var dense = new PackedCase(
                length, new TensorShape(length), x => x.QuantDense(5, "ste_sign", "ste_sign", useBias: false));
            Assert.IsTrue(dense.Network.Report["quant_dense"].IsPacked);
            dense.AssertExact($"{length} inputs", rows: 3);
        }
    }

    [TestMethod]
    [DataRow(0f)]
    [DataRow(1f)]
    [DataRow(-1f)]
    [DataRow(0.5f)]
    public void QuantConv2D_SameGrid_IsExact(float pad) => Grid(PadMode.Same, pad);

    [TestMethod]
    [DataRow(0f)]
    [DataRow(0.5f)]
    public void QuantConv2D_ValidGrid_IsExact(float pad) => Grid(PadMode.Valid, pad);

    [TestMethod]
    public void QuantConv2D_EveryTapOutside_GivesThePadding()
    {
        // Two taps, 5 apart, on 3 cells: the middle output's taps fall on cells −1 and 4.
        foreach (var pad in new[] { 0f, 1f, -1f })
        {
            new PackedCase(1, new TensorShape(3, 3, 2), x => x.QuantConv2D(
                3, 2, padding: PadMode.Same, padValue: pad, dilationRate: 5,
                inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")).AssertExact($"pad {pad}", rows: 5);
        }
    }

    [TestMethod]
    public void QuantConv2D_UnevenWindow_IsExact()
    {
        new PackedCase(2, new TensorShape(8, 13, 5), x => x.QuantConv2D(
            3, (2, 5), strides: (3, 1), padding: PadMode.Same, padValue: 1, dilationRate: (1, 2),
            inputQuantizer: "approx_sign", kernelQuantizer: "approx_sign")).AssertExact("uneven window", rows: 5);
    }

    // 3×3 input all −1, 3×3 kernel all +1: centre −9; edges −6 and corners −4 with pad 0, −3 and +1 with pad 1
    // (by the definition of one-padding in Larq; the frame of a pad of −1 makes all of them −9).
    [TestMethod]
    [DataRow(0f, -4f, -6f)]
    [DataRow(1f, 1f, -3f)]
    [DataRow(-1f, -9f, -9f)]
    public void QuantConv2D_OnePadding_GivesTheGoldenFigures(float pad, float corner, float edge)
    {
        var definition = NetworkDefinition.Build(new TensorShape(3, 3, 1), x => x.QuantConv2D(
            1, 3, padding: PadMode.Same, padValue: pad, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign",
            useBias: false));
        var ones = new WeightArray(new TensorShape(3, 3, 1, 1), [1, 1, 1, 1, 1, 1, 1, 1, 1]);
        var network = PackedNetwork.Compile(definition, new NetworkWeights([new("quant_conv2d/kernel", ones)]));
        var scores = new float[9];
        network.Score([-1, -1, -1, -1, -1, -1, -1, -1, -1], scores);
        CollectionAssert.AreEqual(new[] { corner, edge, corner, edge, -9, edge, corner, edge, corner }, scores);
        Assert.IsTrue(network.Report["quant_conv2d"].IsPacked);
    }

    [TestMethod]
    public void Compile_BinaryKernel_EqualsLatent()
    {
        var conv = new PackedCase(3, new TensorShape(6, 5, 7), x => x.QuantConv2D(
            4, 3, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")
            .Flatten().QuantDense(3, "ste_sign", "ste_sign"));
        var binary = PackedNetwork.Compile(conv.Definition, conv.Weights.Quantized(conv.Definition));
        var row = conv.Row();
        var scores = new float[binary.OutputSize];
        binary.Score(row, scores);
        CollectionAssert.AreEqual(conv.Score(row), scores);
    }

    private static void Grid(PadMode padding, float pad)
    {
        var seed = 0;
        foreach (var (channels, groups) in Channels)
        {
            foreach (var kernel in new[] { 1, 2, 3, 5 })
            {
                foreach (var stride in new[] { 1, 2, 3 })
                {
                    foreach (var dilation in new[] { 1, 2 })
                    {
                        var conv = new PackedCase(seed++, new TensorShape(9, 11, channels), x => x.QuantConv2D(
                            4, kernel, stride, padding, pad, "ste_sign", "ste_sign", dilation, groups,
                            useBias: seed % 2 == 0));
                        var what = $"{channels} channels, {groups} groups, kernel {kernel}, stride {stride}, "
                            + $"dilation {dilation}, {padding}, pad {pad}";
                        var frame = NaiveImage.Margins(9, kernel, stride, dilation).After
                            + NaiveImage.Margins(11, kernel, stride, dilation).After;
                        var framed = padding == PadMode.Same && frame > 0;
                        Assert.AreEqual(
                            !(framed && pad == 0.5f),
                            conv.Network.Report["quant_conv2d"].IsPacked, what);
                        conv.AssertExact(what);
                    }
                }
            }
        }
    }
}
