using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Tests.Layers;
using Microsoft.ML.Larq.Training.Losses;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests;

[TestClass]
public class ClassWeightsTests
{
    private readonly MLContext _context = new(seed: 1);

    // Three rows of losses by hand; the sum is divided by the rows, as in Keras, and not by the weights.
    [TestMethod]
    [DataRow(LossFunction.CrossEntropy, 0f)]
    [DataRow(LossFunction.CrossEntropy, 0.3f)]
    [DataRow(LossFunction.SquaredHinge, 0f)]
    public void Weighted_Multiclass_IsTheRowsLossesTimesTheirWeights(LossFunction function, float smoothing)
    {
        float[] weights = [0.5f, 2f, 0f];
        float[][] outputs = [[1, -2, 0.5f], [0.2f, 0.1f, -1], [3, 2, 1]];
        int[] labels = [1, 0, 2];
        var expected = 0.0;
        for (var row = 0; row < 3; row++) expected += weights[labels[row]] * Loss(outputs[row], labels[row]) / 3;

        using var scope = NewDisposeScope();
        var loss = TrainingLoss.For(LearningTask.MulticlassClassification, function, smoothing).Weighted(weights);
        var got = loss.Mean(
            tensor(outputs.SelectMany(x => x).ToArray(), [3, 3]), tensor(labels.Select(x => (float)x).ToArray()));
        Assert.AreEqual(expected, got.Values()[0], 1e-6);

        double Loss(float[] z, int label)
        {
            if (function == LossFunction.SquaredHinge)
                return z.Select((value, i) => Math.Pow(Math.Max(0, 1 - ((i == label ? 1 : -1) * value)), 2)).Average();
            var log = Math.Log(z.Sum(value => Math.Exp(value)));
            return z.Select((value, i) => (((i == label ? 1 - smoothing : 0) + (smoothing / 3)) * (log - value))).Sum();
        }
    }

    [TestMethod]
    [DataRow(0f)]
    [DataRow(0.2f)]
    public void Weighted_Binary_WeighsFalseAndTrue(float smoothing)
    {
        float[] outputs = [0.5f, -1f, 2f], labels = [1, 1, 0], weights = [3, 0.25f];
        var expected = outputs.Zip(labels, (z, y) =>
        {
            var target = (y * (1 - smoothing)) + (smoothing / 2);
            var p = 1 / (1 + Math.Exp(-z));
            return weights[(int)y] * -((target * Math.Log(p)) + ((1 - target) * Math.Log(1 - p)));
        }).Sum() / 3;
        using var scope = NewDisposeScope();
        var loss = TrainingLoss.For(LearningTask.BinaryClassification, null, smoothing).Weighted(weights);
        Assert.AreEqual(expected, loss.Mean(tensor(outputs, [3, 1]), tensor(labels)).Values()[0], 1e-6);
    }

    [TestMethod]
    public void Each_EveryLoss_HasTheMeanThatIsTrainedWithout()
    {
        using var scope = NewDisposeScope();
        var output = tensor(new float[] { 1, -2, 0.5f, 0.2f, 0.1f, -1 }, [3, 2]);
        var labels = tensor(new float[] { 1, 0, 1 });
        foreach (var (task, function) in new[]
                 {
                     (LearningTask.MulticlassClassification, LossFunction.CrossEntropy),
                     (LearningTask.MulticlassClassification, LossFunction.SquaredHinge),
                     (LearningTask.BinaryClassification, LossFunction.BinaryCrossEntropy),
                     (LearningTask.BinaryClassification, LossFunction.SquaredHinge),
                     (LearningTask.Regression, LossFunction.SquaredError),
                 })
        {
            var z = task == LearningTask.MulticlassClassification ? output : output.narrow(1, 0, 1);
            var loss = TrainingLoss.For(task, function);
            var each = loss.Each(z, labels).Values();
            Assert.HasCount(3, each);
            Assert.AreEqual(loss.Mean(z, labels).Values()[0], each.Average(), 1e-6, function.ToString());
        }
    }

    [TestMethod]
    public void Resolve_EachWay_GivesAWeightAClass()
    {
        var column = Trainers.Table(_context).Schema;
        var keys = LabelTarget.Of(column, "Label", null);
        var flag = LabelTarget.Of(column, "Flag", null);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3 }, ClassWeights.ByIndex(1, 2, 3).Resolve(keys, "Label", [0]));
        CollectionAssert.AreEqual(new float[] { 4, 5 }, ClassWeights.ByIndex(4, 5).Resolve(flag, "Flag", [0]));
        CollectionAssert.AreEqual(
            new float[] { 1, 1, 7 }, Named(("c", 7)).Resolve(keys, "Label", [0]),
            "Names are of a, b and c in their order.");
        CollectionAssert.AreEqual(new float[] { 1, 0.5f }, Named(("True", 0.5f)).Resolve(flag, "Flag", [0]));

        // Six rows: 1, 2 and 3 of the classes.
        CollectionAssert.AreEqual(
            new[] { 2, 1, 2 / 3f }, ClassWeights.Balanced.Resolve(keys, "Label", [0, 1, 1, 2, 2, 2]));
        CollectionAssert.AreEqual(new[] { 2, 2 / 3f }, ClassWeights.Balanced.Resolve(flag, "Flag", [0, 1, 1, 1]));
        CollectionAssert.AreEqual(new[] { 2 / 3f, 2 / 3f, 1 }, ClassWeights.Balanced.Resolve(keys, "Label", [0, 1]));
    }

    [TestMethod]
    public void Fit_OneClassWeighsNothing_IsNeverLearned()
    {
        var options = Trainers.Options(epochs: 20);
        options.Network = (input, outputs) => input.Dense(outputs);
        options.Optimizer = Optimize.Adam(0.1f);
        options.ClassWeights = Named(("a", 0));
        var model = Trainers.Fit(_context, options);
        var metrics = _context.MulticlassClassification.Evaluate(model.Transform(Trainers.Table(_context)));
        Assert.AreEqual(0.0, metrics.ConfusionMatrix.PerClassRecall[0]);
        Assert.IsGreaterThan(0.8, metrics.ConfusionMatrix.PerClassRecall[1]);
    }

    public static IEnumerable<object[]> Wrong =>
    [
        ["Label", ClassWeights.ByIndex(1, 2), "'Label' has 3 classes, got 2 weights"],
        ["Flag", ClassWeights.ByIndex(1, 2, 3), "'Flag' has 2 classes, got 3 weights"],
        ["Label", Named(("d", 2)), "no class 'd'; it has 'a', 'b', 'c'"],
        ["Flag", Named(("true", 2)), "no class 'true'; it has 'False', 'True'"],
        ["Flag", Named(("True", 0), ("False", 0)), "got 0 for all"],
        ["Target", ClassWeights.Balanced, "'Target' is for Regression"],
    ];

    [TestMethod]
    [DynamicData(nameof(Wrong))]
    public void Fit_WeightsThatDoNotFit_NameOptionAndColumn(string label, ClassWeights weights, string said)
    {
        var options = Trainers.Options(label);
        options.ClassWeights = weights;
        var error = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(_context, options));
        StringAssert.Contains(error.Message, "Option ClassWeights");
        StringAssert.Contains(error.Message, said);
    }

    [TestMethod]
    public void Fit_KeysWithoutValues_AreWeighedByIndexOnly()
    {
        var options = Trainers.Options();
        options.ClassWeights = Named(("a", 2));
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => options.ClassWeights.Resolve(
                new LabelTarget(LearningTask.MulticlassClassification, 3, null), "Label", [0]));
        StringAssert.Contains(error.Message, "have no values");
        StringAssert.Contains(error.Message, "ByIndex");
    }

    [TestMethod]
    [DataRow(-1f)]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void Create_WeightOutOfRange_SaysWhichAndWhatCame(float weight)
    {
        var byIndex = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ClassWeights.ByIndex(1, weight));
        StringAssert.Contains(byIndex.Message, $"at least 0, the weight at index 1 is {weight}");
        var byValue = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Named(("b", weight)));
        StringAssert.Contains(byValue.Message, $"the weight of 'b' is {weight}");
    }

    [TestMethod]
    public void Create_NoWeight_IsRefused()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => ClassWeights.ByIndex(0, 0)).Message, "got none");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Named()).Message, "got none");
    }

    private static ClassWeights Named(params (string Name, float Weight)[] weights) =>
        ClassWeights.ByValue(weights.ToDictionary(pair => pair.Name, pair => pair.Weight));
}
