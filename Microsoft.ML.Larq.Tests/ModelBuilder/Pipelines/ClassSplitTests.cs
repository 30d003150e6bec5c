using Larq.ModelBuilder.Pipelines;
using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Pipelines;

[TestClass]
public sealed class ClassSplitTests
{
    [TestMethod]
    [DataRow(0.2)]
    [DataRow(0.5)]
    [DataRow(0.01)]
    [DataRow(0.99)]
    public void TestRows_OfEachClass_AreItsPart(double fraction)
    {
        int[] sizes = [1, 2, 3, 10, 100, 1000];
        string[] labels = [.. sizes.SelectMany(size => Enumerable.Repeat($"of {size}", size))];
        new Random(7).Shuffle(labels);
        var test = ClassSplit.TestRows(labels, fraction, seed: 1);
        Assert.IsTrue(test.All(row => row >= 0 && row < labels.Length));
        foreach (var size in sizes)
        {
            var count = test.Count(row => labels[row] == $"of {size}");
            if (size == 1) Assert.AreEqual(0, count);
            else Assert.AreEqual(size * fraction, count, 1, $"of {size}");
            if (size > 1) Assert.IsTrue(count > 0 && count < size, $"{count} of {size}");
        }
    }

    [TestMethod]
    public void TestRows_OfASeed_AreTheSame()
    {
        string[] labels = [.. Enumerable.Range(0, 200).Select(row => $"{row % 3}")];
        long[] Of(int seed) => [.. ClassSplit.TestRows(labels, 0.2, seed).Order()];
        CollectionAssert.AreEqual(Of(1), Of(1));
        CollectionAssert.AreNotEqual(Of(1), Of(2));
    }

    // Every row is in one of the two, in its order, however often they are read, and shuffled too.
    [TestMethod]
    public void Of_Rows_AreAllThere()
    {
        var mlContext = new MLContext(1);
        var rows = mlContext.Data.LoadFromEnumerable(
            Enumerable.Range(0, 500).Select(row => new Row { Number = row, Label = row % 50 == 0 ? "rare" : "often" }));
        var (training, test) = ClassSplit.Of(mlContext, rows, "Label", 0.2, seed: 1);
        for (var time = 0; time < 2; time++)
        {
            var (left, right) = (Numbers(training), Numbers(test));
            Assert.HasCount(100, right);
            Assert.AreEqual(2, right.Count(number => number % 50 == 0));
            CollectionAssert.AreEqual(left.Order().ToArray(), left);
            CollectionAssert.AreEqual(Enumerable.Range(0, 500).ToArray(), left.Concat(right).Order().ToArray());
        }

        using var shuffled = training.GetRowCursor(training.Schema, new Random(3));
        var count = 0;
        while (shuffled.MoveNext()) count++;
        Assert.AreEqual(400, count);
    }

    private static int[] Numbers(IDataView rows) => [.. rows.GetColumn<int>("Number")];

    private sealed class Row
    {
        public int Number { get; set; }

        public string Label { get; set; } = "";
    }
}
