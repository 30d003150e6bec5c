using Microsoft.ML.Data;
using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Scoring;
using Microsoft.ML.Larq.Tests.Hosting;
using Microsoft.ML.Larq.Training.Losses;

namespace Microsoft.ML.Larq.Tests;

/// <summary>What every task owes, and what is asked of those that are trained.</summary>
[TestClass]
public class LearningTasksTests
{
    private static readonly LearningTask[] Trained =
    [
        LearningTask.MulticlassClassification, LearningTask.BinaryClassification, LearningTask.Regression,
    ];

    public static IEnumerable<object[]> All => Enum.GetValues<LearningTask>().Select(task => new object[] { task });

    [TestMethod]
    [DynamicData(nameof(All))]
    public void Columns_OfATask_ArePromisedGivenAndRead(LearningTask task)
    {
        var outputs = task is LearningTask.BinaryClassification or LearningTask.Regression ? 1 : 3;
        var schema = Samples.Data(new MLContext(seed: 1)).Schema;
        var promised = ScoreColumns.ShapesFor(task, SchemaColumns.Label(hasNames: false));
        var given = ScoreColumns.ColumnsFor(task, schema, outputs);
        CollectionAssert.AreEqual(
            promised.Select(column => column.Name).ToArray(), given.Select(column => column.Name).ToArray());
        foreach (var (shape, column) in promised.Zip(given))
        {
            Assert.AreEqual(shape.ItemType.RawType, (column.Type as VectorDataViewType)?.ItemType.RawType
                ?? column.Type.RawType);
            Assert.AreEqual(shape.Kind == SchemaShape.Column.VectorKind.Vector, column.Type is VectorDataViewType);
            var getter = ScoreGetters.Create(column.Name, task, () => new float[outputs]);
            Assert.AreEqual(column.Type.RawType, getter.GetType().GetGenericArguments().Single());
        }

        Assert.ThrowsExactly<ArgumentException>(() => ScoreGetters.Create("Gone", task, () => default));
        Assert.IsTrue(task.Serves(new TensorShape(outputs)));
        Assert.IsTrue(given.Any(column => column.Name == "Score"));
    }

    [TestMethod]
    [DynamicData(nameof(All))]
    public void Training_OfATask_IsKnownOrRefused(LearningTask task)
    {
        if (Trained.Contains(task))
        {
            Assert.IsNotNull(TaskMetric.For(task));
            Assert.IsNotNull(TrainingLoss.For(task, null));
            return;
        }

        Assert.Throws<ArgumentException>(() => TaskMetric.For(task));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => TrainingLoss.For(task, null)).Message, "is not trained");
        foreach (var (isKey, isBoolean) in new[] { (true, false), (false, true), (false, false) })
        {
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentException>(
                    () => LabelTarget.TaskOf("Label", "type", isKey, isBoolean, isSingle: true, task)).Message,
                $"Option Task is {task}");
        }
    }

    [TestMethod]
    public void Serves_NoTask_NoOutputs()
    {
        Assert.IsFalse(((LearningTask)7).Serves(new TensorShape(3)));
        Assert.IsTrue(LearningTask.Outputs.Serves(new TensorShape(4, 4, 2)));
        foreach (var task in Trained) Assert.IsFalse(task.Serves(new TensorShape(1, 1, 3)));
    }
}
