using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Usage;

namespace Microsoft.ML.Larq.Tests.Packed.Usage;

[TestClass]
public class PackedUseTests
{
    private static readonly NetworkDefinition Identity = Of(3, x => x.Apply(new IdentityLayer()));

    [TestMethod]
    public void Predict_OfClasses_IsTheSoftmaxOfOutputsByTemperature()
    {
        float[] row = [1, 3, -2];
        var scores = Predict(Identity, new PackedUse(LearningTask.MulticlassClassification, temperature: 2), row);
        var e = row.Select(x => Math.Exp(x / 2.0)).ToArray();
        for (var i = 0; i < 3; i++) Assert.AreEqual(e[i] / e.Sum(), scores[i], 1e-6);
    }

    [TestMethod]
    public void Predict_OfARegression_IsInTheLabelsUnits()
    {
        var use = new PackedUse(LearningTask.Regression, labelMean: 10, labelDeviation: 4);
        var one = Of(1, x => x.Apply(new IdentityLayer()));
        CollectionAssert.AreEqual(new[] { 16f }, Predict(one, use, [1.5f]));
        CollectionAssert.AreEqual(new[] { float.NaN }, Predict(one, use, [float.NaN]));
        var large = new PackedUse(LearningTask.Regression, labelDeviation: float.MaxValue);
        CollectionAssert.AreEqual(new[] { float.MaxValue }, Predict(one, large, [2f]));
    }

    [TestMethod]
    public void Predict_OfPlanarScaledPixels_ArrangesAndScalesThem()
    {
        var image = NetworkDefinition.Build(new TensorShape(1, 2, 3), x => x.Apply(new IdentityLayer()));
        var use = new PackedUse(
            LearningTask.Outputs, pixelOrder: PixelOrder.Planar, channelMeans: [1, 2, 3], channelDeviations: [1, 2, 4]);
        CollectionAssert.AreEqual(
            new[] { 9f, 14, 11.75f, 19, 19, 14.25f }, Predict(image, use, [10, 20, 30, 40, 50, 60]));
    }

    [TestMethod]
    public void ImageNet_Scales_AsItsPixelsAre()
    {
        var use = PackedUse.ImageNet();
        CollectionAssert.AreEqual(PixelScale.ImageNetMeans, use.ChannelMeans.ToArray());
        Assert.AreEqual(123.675, use.ChannelMeans[0], 1e-4);
        Assert.AreEqual(57.375, use.ChannelDeviations[2], 1e-4);
        Assert.AreEqual(LearningTask.MulticlassClassification, use.Task);
    }

    [TestMethod]
    public void ClassOf_Scores_IsTheFirstOfTheLargest()
    {
        var classes = new PackedUse(LearningTask.MulticlassClassification);
        Assert.AreEqual(1, classes.ClassOf([0.2f, 0.4f, 0.4f]));
        Assert.AreEqual(0, classes.ClassOf([0.5f, 0.5f]));
        Assert.AreEqual(-1, classes.ClassOf([0.2f, float.NaN]));
        var two = new PackedUse(LearningTask.BinaryClassification);
        Assert.AreEqual((1, 0, 0), (two.ClassOf([0.1f]), two.ClassOf([0]), two.ClassOf([float.NaN])));
        Assert.AreEqual(0.5f, PackedUse.Probability(0));
        Assert.ThrowsExactly<ArgumentException>(() => two.ClassOf([1, 2]));
        Assert.ThrowsExactly<ArgumentException>(() => classes.ClassOf([]));
        Assert.ThrowsExactly<InvalidOperationException>(
            () => new PackedUse(LearningTask.Regression).ClassOf([1]));
    }

    [TestMethod]
    public void Constructor_OfWrongValues_SaysWhatIsAllowed()
    {
        foreach (var make in new Func<PackedUse>[]
        {
            () => new((LearningTask)9),
            () => new(LearningTask.Outputs, pixelOrder: (PixelOrder)5),
            () => new(LearningTask.MulticlassClassification, temperature: 0),
            () => new(LearningTask.MulticlassClassification, temperature: float.NaN),
            () => new(LearningTask.Regression, labelMean: float.NaN),
            () => new(LearningTask.Regression, labelDeviation: -1),
            () => new(LearningTask.Outputs, channelMeans: [float.PositiveInfinity], channelDeviations: [1]),
            () => new(LearningTask.Outputs, channelMeans: [1], channelDeviations: [0]),
        })
        {
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => make());
        }

        Assert.ThrowsExactly<ArgumentException>(() => new PackedUse(LearningTask.Regression, ["a"]));
        Assert.ThrowsExactly<ArgumentException>(() => new PackedUse(LearningTask.Outputs, channelMeans: [1]));
        Assert.ThrowsExactly<ArgumentException>(
            () => new PackedUse(LearningTask.MulticlassClassification, ["a", null!]));
    }

    [TestMethod]
    public void Compile_ForAUseThatDoesNotFit_SaysWhy()
    {
        var weights = NetworkWeights.Initialize(Identity, 1);
        foreach (var use in new PackedUse[]
        {
            new(LearningTask.Regression),
            new(LearningTask.MulticlassClassification, ["a", "b"]),
            PackedUse.ImageNet(),
        })
        {
            Assert.ThrowsExactly<ArgumentException>(() => PackedNetwork.Compile(Identity, weights, use));
        }
    }

    private static float[] Predict(NetworkDefinition network, PackedUse use, float[] row)
    {
        var packed = PackedNetwork.Compile(network, NetworkWeights.Initialize(network, 1), use);
        var scores = new float[packed.OutputSize];
        packed.Predict(row, scores);
        return scores;
    }

    private static NetworkDefinition Of(int size, Func<NetworkTensor, NetworkTensor> network) =>
        NetworkDefinition.Build(new TensorShape(size), network);
}
