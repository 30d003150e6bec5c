using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>Convolutions without shared weights on both sides, and the functions of a place's channels.</summary>
[TestClass]
public class LocallyConnectedLayerTests
{
    [TestMethod]
    [DataRow(null, null)]
    [DataRow("ste_sign", null)]
    [DataRow(null, "ste_sign")]
    [DataRow("ste_sign", "ste_sign")]
    public void QuantLocallyConnected_Grid_IsExact(string? input, string? kernel)
    {
        var seed = 0;
        foreach (var size in new Size2D[] { 1, (2, 3), (5, 1) })
        {
            foreach (var strides in new Size2D[] { 1, (2, 1), (3, 4) })
            {
                TrainedCase.AssertExact(
                    new PackedCase(seed++, new TensorShape(6, 5, 3), x => x.QuantLocallyConnected2D(
                        4, size, strides, input, kernel, ActivationFunction.Relu, useBias: seed % 2 == 0)),
                    $"2-D {size}, {strides}");
                TrainedCase.AssertExact(
                    new PackedCase(seed, new TensorShape(7, 3), x => x.QuantLocallyConnected1D(
                        4, size.Height, strides.Width, input, kernel, ActivationFunction.Relu, useBias: seed % 2 == 0)),
                    $"1-D {size.Height}, {strides.Width}");
            }
        }
    }

    [TestMethod]
    public void Weights_OfBothRanks_HaveKerasShapes()
    {
        var image = NetworkDefinition.Build(
            new TensorShape(6, 10, 4), x => x.LocallyConnected2D(3, (3, 2), (1, 2))).Output;
        Assert.AreEqual(new TensorShape(4, 5, 3), image.OutputShape);
        Assert.AreEqual(new TensorShape(20, 24, 3), image.Weights[0].Shape);
        Assert.AreEqual(new TensorShape(4, 5, 3), image.Weights[1].Shape);
        var sequence = NetworkDefinition.Build(new TensorShape(8, 5), x => x.LocallyConnected1D(4, 3)).Output;
        Assert.AreEqual(new TensorShape(6, 4), sequence.OutputShape);
        Assert.AreEqual(new TensorShape(6, 15, 4), sequence.Weights[0].Shape);
        Assert.AreEqual(new TensorShape(6, 4), sequence.Weights[1].Shape);
    }

    [TestMethod]
    [DataRow(null, null)]
    [DataRow("ste_sign", "ste_sign")]
    public void QuantLocallyConnected_ManyFilters_IsExact(string? input, string? kernel)
    {
        foreach (var (channels, filters) in new[] { (1, 7), (8, 16), (13, 33), (64, 70), (70, 130) })
        {
            new PackedCase(channels, new TensorShape(5, 6, channels), x => x.QuantLocallyConnected2D(
                filters, (2, 3), (2, 1), input, kernel)).AssertExact($"{channels} → {filters}", rows: 2);
            new PackedCase(channels, new TensorShape(9, channels), x => x.QuantLocallyConnected1D(
                filters, 3, 2, input, kernel)).AssertExact($"{channels} → {filters}, 1-D", rows: 2);
        }
    }

    [TestMethod]
    public void Report_OfSigns_SaysPacked()
    {
        var line = new PackedCase(1, new TensorShape(4, 4, 2), x => x.QuantLocallyConnected2D(
            4, 2, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")).Networks[^1].Report.Layers[0];
        Assert.AreEqual((true, "input ste_sign, kernel ste_sign"), (line.IsPacked, line.Why));

        // At each of 9 positions 4 filters of 4 taps, each a word, and a bias for each filter.
        Assert.AreEqual((9 * 8 * 4, (9 * 4 * 4 * 8) + (9 * 4 * 4)), (line.Macs, line.WeightBytes));
    }

    [TestMethod]
    public void Score_WhatFollows_IsFoldedAndHasTheBitsOfTheScalar()
    {
        var chain = new PackedCase(4, new TensorShape(5, 6, 9), x => x
            .QuantLocallyConnected2D(8, 3, 1, "ste_sign", "ste_sign", name: "signs")
            .BatchNormalization(epsilon: PackedCase.Epsilon, name: "norm")
            .QuantLocallyConnected2D(20, 2, 1, "ste_sign", "ste_sign", name: "more").Relu("relu")
            .Residual(y => y.LocallyConnected2D(20, 1, name: "real"), name: "add"));
        chain.AssertExact("chain", rows: 3);
        foreach (var network in chain.Networks[..^1])
        {
            foreach (var (name, into) in new[] { ("norm", "signs"), ("relu", "more"), ("add", "real") })
                Assert.AreEqual(("folded", $"part of {into}"), (network.Report[name].Kernel, network.Report[name].Why));
        }
    }

    [TestMethod]
    public void SoftmaxAndLayerNormalization_OfEveryRank_AreClose()
    {
        var seed = 0;
        foreach (var shape in new int[][] { [1], [7], [4, 3], [3, 2, 5], [2, 3, 2, 4] })
        {
            foreach (var (center, scale) in new[] { (true, true), (false, true), (true, false), (false, false) })
            {
                new PackedCase(seed++, new TensorShape(shape), x => x.LayerNormalization(0.01f, center, scale))
                    .AssertClose($"normalization of {shape.Length} axes", rows: 2);
            }

            new PackedCase(seed++, new TensorShape(shape), x => x.Softmax())
                .AssertClose($"softmax of {shape.Length} axes", rows: 2);
        }
    }

    [TestMethod]
    public void Softmax_HugeNumbers_DoNotOverflow()
    {
        var scores = new float[3];
        PackedNetwork.Compile(NetworkDefinition.Build(new TensorShape(3), x => x.Softmax()), new NetworkWeights([]))
            .Score([1e30f, 1e30f, -1e30f], scores);
        CollectionAssert.AreEqual(new[] { 0.5f, 0.5f, 0f }, scores);
    }

    // Keras' default ε of 0.001: x = 1, 3 has the mean 2 and the variance 1, so y = ±1/√1.001.
    [TestMethod]
    public void LayerNormalization_SmallFigures_AreThoseByHand()
    {
        var network = NetworkDefinition.Build(new TensorShape(2), x => x.LayerNormalization(name: "n"));
        var weights = new NetworkWeights(
        [
            KeyValuePair.Create("n/gamma", new WeightArray(new TensorShape(2), [2, 3])),
            KeyValuePair.Create("n/beta", new WeightArray(new TensorShape(2), [0.5f, -1])),
        ]);
        var scores = new float[2];
        PackedNetwork.Compile(network, weights).Score([1, 3], scores);
        Assert.AreEqual((-2 / Math.Sqrt(1.001)) + 0.5, scores[0], 1e-6);
        Assert.AreEqual((3 / Math.Sqrt(1.001)) - 1, scores[1], 1e-6);
    }
}
