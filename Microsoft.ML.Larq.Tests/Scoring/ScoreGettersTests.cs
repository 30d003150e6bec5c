using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Scoring;
using Microsoft.ML.Larq.Tests.Hosting;

namespace Microsoft.ML.Larq.Tests.Scoring;

/// <summary>The columns that each task adds, from given scores.</summary>
[TestClass]
public class ScoreGettersTests
{
    [TestMethod]
    [DataRow(0f, false, 0.5f)]
    [DataRow(1.0986123f, true, 0.75f)]
    [DataRow(-1.0986123f, false, 0.25f)]
    [DataRow(1e-38f, true, 0.5f)]
    [DataRow(float.NaN, false, float.NaN)]
    public void Create_Binary_TellsSideAndProbabilityOfALogit(float logit, bool label, float probability)
    {
        const LearningTask Task = LearningTask.BinaryClassification;
        Assert.AreEqual(logit, Value<float>("Score", Task, logit));
        Assert.AreEqual(label, Value<bool>("PredictedLabel", Task, logit));
        Assert.AreEqual(probability, Value<float>("Probability", Task, logit), 1e-6f);
    }

    [TestMethod]
    public void Create_Classes_GivesScoresOfItsOwnAndTheFirstLargestsKey()
    {
        const LearningTask Task = LearningTask.MulticlassClassification;
        float[] scores = [0.25f, 0.5f, 0.25f];
        var value = Value<VBuffer<float>>("Score", Task, scores);
        scores[0] = 9;
        CollectionAssert.AreEqual(new[] { 0.25f, 0.5f, 0.25f }, value.DenseValues().ToArray());
        Assert.AreEqual(1u, Value<uint>("PredictedLabel", Task, scores));
    }

    [TestMethod]
    public void Create_RegressionAndOutputs_GiveTheNumbers()
    {
        Assert.AreEqual(7f, Value<float>("Score", LearningTask.Regression, 7));
        CollectionAssert.AreEqual(
            new float[] { 3, -1 },
            Value<VBuffer<float>>("Score", LearningTask.Outputs, 3, -1).DenseValues().ToArray());
    }

    [TestMethod]
    [DataRow("Probability", LearningTask.MulticlassClassification)]
    [DataRow("Probability", LearningTask.Regression)]
    [DataRow("PredictedLabel", LearningTask.Regression)]
    [DataRow("PredictedLabel", LearningTask.Outputs)]
    [DataRow("Label", LearningTask.BinaryClassification)]
    public void Create_ColumnThatTheTaskDoesNotAdd_NamesBoth(string column, LearningTask task)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => ScoreGetters.Create(column, task, () => [1f]));
        StringAssert.Contains(error.Message, $"A model of {task} adds no column '{column}'");
    }

    // The type says 5 numbers; what comes is looked at row by row.
    [TestMethod]
    [DataRow(4)]
    [DataRow(6)]
    [DataRow(0)]
    public void Read_VectorOfAnotherLength_NamesColumnAndLengths(int length)
    {
        var view = SampleTransformer.Create().Transform(
            new TableView(3, row => row == 1 ? new float[length] : TableView.Sines(row)));
        using var cursor = view.GetRowCursor([view.Schema["Score"]]);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => cursor.MoveNext());
        StringAssert.Contains(error.Message, $"Column 'Features' must have vectors of 5 numbers, got one of {length}");
    }

    private static T Value<T>(string column, LearningTask task, params float[] scores)
    {
        T value = default!;
        ((ValueGetter<T>)ScoreGetters.Create(column, task, () => scores))(ref value);
        return value;
    }
}
