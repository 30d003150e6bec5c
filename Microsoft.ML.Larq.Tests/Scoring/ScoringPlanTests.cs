using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Scoring;

namespace Microsoft.ML.Larq.Tests.Scoring;

/// <summary>From the packed network's outputs to scores, without ML.NET and without training.</summary>
[TestClass]
public class ScoringPlanTests
{
    private const LearningTask Classes = LearningTask.MulticlassClassification;

    // Beside the network that hands on what it gets, one that would make plain bits of NaN.
    [TestMethod]
    [DataRow(Classes, false)]
    [DataRow(Classes, true)]
    [DataRow(LearningTask.BinaryClassification, true)]
    [DataRow(LearningTask.Regression, true)]
    [DataRow(LearningTask.Outputs, true)]
    public void Score_RowsWithNaN_AreNaNAndTheOthersAsWithoutThem(LearningTask task, bool signs)
    {
        var network = NetworkDefinition.Build(new TensorShape(3), x => signs
            ? x.QuantDense(2, "ste_sign", "ste_sign", useBias: false) : x.Dense(2));
        var plan = Plan(network, NetworkWeights.Initialize(network, 1), task);
        float[] rows = [1, 2, 3, float.NaN, 2, 3, 4, 5, 6, 1, 2, float.NaN, 7, -8, 9, 1, float.NaN, 3];
        var scores = Score(plan, rows);
        for (var row = 0; row < 6; row++)
        {
            var features = rows[(row * 3)..((row * 3) + 3)];
            var expected = row % 2 == 1 ? [float.NaN, float.NaN] : Score(plan, features);
            CollectionAssert.AreEqual(expected, scores[(row * 2)..((row * 2) + 2)], $"Row {row}.");
            if (row % 2 == 0) Assert.IsFalse(expected.Any(float.IsNaN));
        }
    }

    // Infinities are numbers: beyond all others, and not missing.
    [TestMethod]
    public void Score_Infinity_IsNoNaN()
    {
        var network = NetworkDefinition.Build(
            new TensorShape(2), x => x.QuantDense(1, "ste_sign", "ste_sign", useBias: false));
        var plan = Plan(network, Weights(network, 1, 1), LearningTask.Outputs);
        CollectionAssert.AreEqual(
            new float[] { 2, 0 }, Score(plan, float.PositiveInfinity, 1, float.NegativeInfinity, 1));
    }

    [TestMethod]
    [DataRow(LearningTask.Regression, 10f, 4f, new[] { 10f, 14f, 2f })]
    [DataRow(LearningTask.Regression, -1f, 1f, new[] { -1f, 0f, -3f })]
    [DataRow(LearningTask.BinaryClassification, 10f, 4f, new[] { 0f, 1f, -2f })]
    [DataRow(LearningTask.Outputs, 10f, 4f, new[] { 0f, 1f, -2f })]
    public void Score_LabelScale_IsARegressionsAlone(
        LearningTask task, float mean, float deviation, float[] expected) =>
        CollectionAssert.AreEqual(
            expected, Score(Identity(1, task, mean, deviation), 0, 1, -2));

    // 3e38·2 is no single-precision number; 3e38·2 − 3e38 is one again, and 3e38·2 + 3e38 ends at the last.
    [TestMethod]
    [DataRow(3e38f, -3e38f, 2f, 3e38f)]
    [DataRow(3e38f, 3e38f, 2f, float.MaxValue)]
    [DataRow(-3e38f, -3e38f, 2f, -float.MaxValue)]
    [DataRow(float.PositiveInfinity, 1f, 2f, float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity, 1f, 2f, float.NegativeInfinity)]
    public void Score_LabelBeyondTheRange_EndsAtItsLimit(float output, float mean, float deviation, float expected)
    {
        var plan = Identity(1, LearningTask.Regression, mean, deviation);
        Assert.AreEqual(expected, Score(plan, output)[0]);
    }

    [TestMethod]
    public void Score_Classes_AreEachRowsOwnProbabilities()
    {
        float[] rows = [0, MathF.Log(3), 1000, 1000, -1000, 1000];
        var scores = Score(Identity(2, Classes), rows);
        float[] expected = [0.25f, 0.75f, 0.5f, 0.5f, 0, 1];
        for (var i = 0; i < 6; i++) Assert.AreEqual(expected[i], scores[i], 1e-6f, $"Score {i}.");
    }

    [TestMethod]
    [DataRow(Classes, new[] { 0.25f, 0.75f })]
    [DataRow(LearningTask.BinaryClassification, new[] { 0f, 1.0986123f })]
    public void Score_Temperature_DividesTheOutputs(LearningTask task, float[] expected)
    {
        var scores = Score(Identity(2, task, temperature: 4), 0, 4 * MathF.Log(3));
        for (var i = 0; i < 2; i++) Assert.AreEqual(expected[i], scores[i], 1e-6f, $"Score {i}.");
    }

    [TestMethod]
    [DataRow(new[] { 0.1f, 0.7f, 0.2f }, 2u)]
    [DataRow(new[] { 0.7f, 0.1f, 0.2f }, 1u)]
    [DataRow(new[] { 0.1f, 0.2f, 0.7f }, 3u)]
    [DataRow(new[] { 0.4f, 0.4f, 0.2f }, 1u)]
    [DataRow(new[] { 0.2f, 0.4f, 0.4f }, 2u)]
    [DataRow(new[] { 0.4f, float.NaN, 0.2f }, 0u)]
    [DataRow(new[] { 0.4f, 0.2f, float.NaN }, 0u)]
    public void KeyOf_Scores_IsTheFirstLargestOrMissing(float[] scores, uint key) =>
        Assert.AreEqual(key, ScoringPlan.KeyOf(scores));

    [TestMethod]
    [DataRow(0f, 0.5f)]
    [DataRow(1.0986123f, 0.75f)]
    [DataRow(-1.0986123f, 0.25f)]
    [DataRow(1000f, 1f)]
    [DataRow(-1000f, 0f)]
    public void Sigmoid_Logit_IsItsProbability(float logit, float probability) =>
        Assert.AreEqual(probability, ScoringPlan.Sigmoid(logit), 1e-6f);

    // A network that gives back what it gets.
    private static ScoringPlan Identity(
        int size, LearningTask task, float mean = 0, float deviation = 1, float temperature = 1)
    {
        var network = NetworkDefinition.Build(new TensorShape(size), x => x.Flatten());
        return Plan(network, NetworkWeights.Initialize(network, 1), task, mean, deviation, temperature);
    }

    private static ScoringPlan Plan(
        NetworkDefinition network, NetworkWeights weights, LearningTask task, float mean = 0, float deviation = 1,
        float temperature = 1) => new(
        PackedNetwork.Compile(network, weights), task, "Features",
        new RowLayout(network.InputShape, PixelOrder.Interleaved), mean, deviation, temperature);

    private static NetworkWeights Weights(NetworkDefinition network, params float[] kernel) =>
        NetworkWeights.Initialize(network, 1).With(
            [KeyValuePair.Create("quant_dense/kernel", new WeightArray(new TensorShape(kernel.Length, 1), kernel))]);

    private static float[] Score(ScoringPlan plan, params float[] rows)
    {
        var scores = new float[rows.Length / plan.Network.InputSize * plan.Network.OutputSize];
        plan.Score(rows, scores);
        return scores;
    }
}
