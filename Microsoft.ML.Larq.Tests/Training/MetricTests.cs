using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Training.Losses;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>Losses and metrics of batches and of their sums, against the formulas in double precision.</summary>
[TestClass]
public class MetricTests
{
    [TestMethod]
    public void CrossEntropy_Batch_IsTheMeanOfMinusLogSoftmax()
    {
        float[][] outputs = [[1, 2, 3], [-100, 0, 100], [0.5f, 0.5f, 0.5f]];
        int[] labels = [0, 1, 2];
        var expected =
            outputs.Zip(labels, (o, y) => Math.Log(o.Sum(v => Math.Exp(v - o.Max()))) + o.Max() - o[y]).Average();
        AssertLoss(expected, LearningTask.MulticlassClassification, [.. outputs.SelectMany(o => o)], [0, 1, 2]);
    }

    [TestMethod]
    public void BinaryCrossEntropy_Batch_IsTheMeanOfLogOnePlusExp()
    {
        float[] logits = [0, 2, -3, 200, -200];
        float[] labels = [1, 0, 1, 1, 1];
        var expected =
            logits.Zip(labels, (z, y) => Math.Max(z, 0) - (z * y) + Math.Log(1 + Math.Exp(-Math.Abs(z)))).Average();
        AssertLoss(expected, LearningTask.BinaryClassification, logits, labels);
    }

    [TestMethod]
    public void SquaredError_Batch_IsTheMeanSquare() =>
        AssertLoss((1 + 4 + 6.25) / 3, LearningTask.Regression, [1, 0, -2.5f], [2, 2, 0]);

    // −Σ target·log softmax, with targets of ε/k for every class and 1 − ε more for the label's.
    [TestMethod]
    public void CrossEntropy_Smoothed_IsThatOfTheSoftenedTargets()
    {
        float[][] outputs = [[1, 2, 3], [-4, 0, 4], [0.5f, 0.5f, 0.5f]];
        float[] labels = [0, 1, 2];
        var expected = outputs.Zip(labels, (o, y) => o.Select((v, c) =>
            ((c == (int)y ? 0.7 : 0) + 0.1) * (Math.Log(o.Sum(w => Math.Exp(w))) - v)).Sum()).Average();
        AssertLoss(
            expected, LearningTask.MulticlassClassification, [.. outputs.SelectMany(o => o)], labels, null, 0.3f);
    }

    [TestMethod]
    public void BinaryCrossEntropy_Smoothed_IsThatOfTheSoftenedTargets()
    {
        float[] logits = [0, 2, -3];
        float[] labels = [1, 0, 1];
        var expected = logits.Zip(labels, (z, y) =>
            Math.Log(1 + Math.Exp(z)) - (z * ((0.8 * y) + 0.1))).Average();
        AssertLoss(expected, LearningTask.BinaryClassification, logits, labels, null, 0.2f);
    }

    [TestMethod]
    public void For_SmoothingOfALossWithoutIt_NamesTheOption()
    {
        foreach (var (task, loss) in new (LearningTask, LossFunction?)[]
        {
            (LearningTask.Regression, null), (LearningTask.MulticlassClassification, LossFunction.SquaredHinge),
        })
        {
            var error = Assert.ThrowsExactly<ArgumentException>(() => TrainingLoss.For(task, loss, 0.1f));
            StringAssert.Contains(error.Message, "Option LabelSmoothing: CrossEntropy and BinaryCrossEntropy take it");
        }
    }

    // max(0, 1 − t·z)² by hand: rows of classes 0 and 2; then logits of yes and no.
    [TestMethod]
    public void SquaredHinge_Batch_IsTheMeanOfMissedMargins()
    {
        AssertLoss(
            (0 + 1 + 2.25 + 16 + 0 + 0.25) / 6,
            LearningTask.MulticlassClassification, [2, 0, 0.5f, 3, -1, 0.5f], [0, 2],
            LossFunction.SquaredHinge);
        AssertLoss(
            (0.25 + 0 + 9 + 1) / 4, LearningTask.BinaryClassification, [0.5f, -1, 2, 0], [1, 0, 0, 1],
            LossFunction.SquaredHinge);
    }

    [TestMethod]
    public void For_LossThatServesAnotherTask_ListsThoseThatServe()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => TrainingLoss.For(LearningTask.Regression, LossFunction.CrossEntropy));
        StringAssert.Contains(error.Message, "SquaredError");
        StringAssert.Contains(error.Message, "got CrossEntropy");
        foreach (var task in Enum.GetValues<LearningTask>().Where(task => task != LearningTask.Outputs))
            Assert.Contains(task, TrainingLoss.For(task, null).Tasks);
    }

    // 0 is no yes: a logit of 0 is a probability of one half, and more than that is asked for.
    [TestMethod]
    public void Count_Classes_CountsThoseRight()
    {
        AssertCount(LearningTask.MulticlassClassification, [0, 1, 2, 2, 1, 0, 5, 9, 5], [2, 1, 1], rows: 3, correct: 2);
        AssertCount(LearningTask.BinaryClassification, [0, 0, 1e-9f, -3, 4], [0, 1, 1, 0, 0], rows: 5, correct: 3);
    }

    // R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)² over all rows together, in whatever batches they come.
    [TestMethod]
    [DataRow(0f)]
    [DataRow(1e6f)]
    public void RSquared_BatchesThatDiffer_IsThatOfAllRows(float offset)
    {
        var random = new Random(1);
        float[] labels = [.. Enumerable.Range(0, 100)
            .Select(i => offset + (i < 60 ? random.NextSingle() : 9 + random.NextSingle()))];
        float[] outputs = [.. labels.Select(y => y + (random.NextSingle() / 2))];
        double mean = labels.Average(y => (double)y);
        var expected = 1 - (labels.Zip(outputs, (y, o) => Math.Pow((double)y - o, 2)).Sum()
            / labels.Sum(y => Math.Pow(y - mean, 2)));
        foreach (var batches in new int[][] { [100], [60, 40], [1, 2, 3, 94], [.. Enumerable.Repeat(1, 100)] })
        {
            var sum = default(Tally);
            var start = 0;
            foreach (var size in batches)
            {
                sum += Count(LearningTask.Regression, outputs[start..(start + size)], labels[start..(start + size)]);
                start += size;
            }

            Assert.AreEqual(100, sum.Rows);
            Assert.AreEqual(expected, sum.RSquared, 1e-9, $"{batches.Length} batches");
        }
    }

    // Three times 0.1² is not (3·0.1)²/3 in floating point.
    [TestMethod]
    [DataRow(0.1f)]
    [DataRow(0.7f)]
    [DataRow(123.456f)]
    public void RSquared_EqualLabels_IsNaN(float label)
    {
        for (var batches = 1; batches < 8; batches++)
        {
            var sum = default(Tally);
            for (var i = 0; i < batches; i++) sum += Count(LearningTask.Regression, [1, 2, 3], [label, label, label]);
            Assert.IsTrue(double.IsNaN(sum.RSquared), $"{batches} batches: {sum.RSquared}");
        }
    }

    [TestMethod]
    public void Tally_NoRows_IsNaN()
    {
        Assert.IsTrue(double.IsNaN(default(Tally).MeanLoss));
        Assert.IsTrue(double.IsNaN(default(Tally).Accuracy));
        Assert.IsTrue(double.IsNaN(default(Tally).RSquared));
        Assert.AreEqual(default, default(Tally) + default(Tally));
    }

    [TestMethod]
    public void Tally_Sum_WeighsBatchesByTheirRows()
    {
        var sum =
            (default(Tally) with { Rows = 3, Loss = 6, Correct = 3 }) + (default(Tally) with { Rows = 1, Loss = 10 });
        Assert.AreEqual(4, sum.MeanLoss);
        Assert.AreEqual(0.75, sum.Accuracy);
    }

    private static void AssertLoss(
        double expected, LearningTask task, float[] outputs,
        float[] labels, LossFunction? wanted = null, float smoothing = 0)
    {
        using var scope = NewDisposeScope();
        var loss = TrainingLoss.For(task, wanted, smoothing)
            .Mean(tensor(outputs).view(labels.Length, -1), tensor(labels));
        Assert.AreEqual(expected, loss.item<float>(), 1e-6 * Math.Max(1, expected));
    }

    private static void AssertCount(LearningTask task, float[] outputs, float[] labels, long rows, long correct)
    {
        var tally = Count(task, outputs, labels);
        Assert.AreEqual(rows, tally.Rows);
        Assert.AreEqual(correct, tally.Correct);
    }

    private static Tally Count(LearningTask task, float[] outputs, float[] labels)
    {
        using var scope = NewDisposeScope();
        return TaskMetric.For(task).Count(tensor(outputs).view(labels.Length, -1), tensor(labels));
    }
}
