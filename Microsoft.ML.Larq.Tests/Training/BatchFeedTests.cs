using Microsoft.ML.Larq.Training.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training;

[TestClass]
public class BatchFeedTests
{
    [TestMethod]
    [DataRow(1, 1, 1)]
    [DataRow(7, 3, 3)]
    [DataRow(6, 3, 2)]
    [DataRow(2, 3, 1)]
    [DataRow(3, 3, 1)]
    [DataRow(5, int.MaxValue - 4, 1)]
    [DataRow(5, int.MaxValue, 1)]
    public void Batches_AnySize_GiveEveryRowOnceInOrder(int count, int size, int batches)
    {
        using var rows = Counted(count);
        using var scope = NewDisposeScope();
        var feed = new BatchFeed(rows, size, LabelScale.None, CPU);
        Assert.AreEqual(batches, feed.Batches);
        CollectionAssert.AreEqual(Enumerable.Range(0, count).ToArray(), Order(feed));
        CollectionAssert.AreEqual(
            new long[] { batches == 1 ? count : count - ((batches - 1) * size), 2 },
            feed[batches - 1].Features.shape, "the last batch");
    }

    [TestMethod]
    public void Create_WithoutABatch_IsRefused()
    {
        using var none = new RowCache(2, long.MaxValue, Probe.Folder);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => new BatchFeed(none, 1, LabelScale.None, CPU)).Message,
            "no rows to make a batch of");
        using var rows = Counted(3);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new BatchFeed(rows, 0, LabelScale.None, CPU));
    }

    // 2³¹ bytes are 536,870,911 numbers.
    [TestMethod]
    [DataRow(1, 536_870_911)]
    [DataRow(1000, 536_870)]
    [DataRow(int.MaxValue, 1)]
    public void MostRows_Features_AreThoseThatABatchHolds(int features, int rows) =>
        Assert.AreEqual(rows, BatchFeed.MostRows(features));

    [TestMethod]
    public void Create_MoreThanABatchHolds_NamesTheOption()
    {
        Assert.AreEqual(536_870, BatchFeed.Size(int.MaxValue, 1000, 536_870));
        StringAssert.StartsWith(
            Assert.ThrowsExactly<ArgumentException>(() => BatchFeed.Size(1_000_000, 1000, int.MaxValue)).Message,
            "Option BatchSize: a batch holds 536870 rows of 1000 numbers, got 1000000.");
    }

    [TestMethod]
    public void LabelScale_ReachOfFloats_IsChecked()
    {
        Assert.IsNull(new LabelScale(0, 1).Check([-3, 3], "y"));
        Assert.IsNull(new LabelScale(1e38f, 1e37f).Check([1e38f], "y"));
        StringAssert.StartsWith(
            new LabelScale(0, 1e38f).Check([-1e38f, 1e38f], "y"), "Label column 'y' goes from -1E+38 to 1E+38");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => new LabelScale(0, 1e-30f).Check([1, 1e20f], "y"))
                .Message,
            "Label column 'y' has the value 1E+20");
    }

    [TestMethod]
    public void Shuffle_Seeds_AreRepeatableAndKeepRowsWithTheirLabels()
    {
        using var rows = Counted(50);
        using var scope = NewDisposeScope();
        var first = Shuffled(3);
        CollectionAssert.AreEqual(first, Shuffled(3));
        CollectionAssert.AreNotEqual(first, Shuffled(4));
        CollectionAssert.AreNotEqual(Enumerable.Range(0, 50).ToArray(), first);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 50).ToArray(), first);

        int[] Shuffled(int seed)
        {
            var feed = new BatchFeed(rows, 8, LabelScale.None, CPU);
            feed.Shuffle(new Random(seed));
            return Order(feed);
        }
    }

    [TestMethod]
    public void Labels_Scale_IsTakenOut()
    {
        using var rows = Probe.Rows([0, 0, 0], 10, 14, 6);
        using var scope = NewDisposeScope();
        var feed = new BatchFeed(rows, 3, new LabelScale(10, 2), CPU);
        CollectionAssert.AreEqual(new[] { 0f, 2f, -2f }, feed[0].Labels.data<float>().ToArray());
    }

    // A batch is the caller's: the next one must not overwrite it.
    [TestMethod]
    public void Batches_AskedForOneAfterAnother_DoNotShareMemory()
    {
        using var rows = Counted(4);
        using var scope = NewDisposeScope();
        var feed = new BatchFeed(rows, 2, LabelScale.None, CPU);
        var (features, labels) = feed[0];
        _ = feed[1];
        CollectionAssert.AreEqual(new[] { 0f, 0f, 1f, -1f }, features.data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 0f, 1f }, labels.data<float>().ToArray());
    }

    [TestMethod]
    public void LabelScale_Labels_IsMeanAndDeviation()
    {
        Assert.AreEqual(new LabelScale(5, 2), LabelScale.Of([2, 4, 4, 4, 5, 5, 7, 9]));
        Assert.AreEqual(new LabelScale(7, 0), LabelScale.Of([7, 7, 7]));
        Assert.AreEqual(new LabelScale(0, 0), LabelScale.Of([]));
        Assert.AreEqual(new LabelScale(0, 0), LabelScale.Of([float.Epsilon, 0, 0, 0]), "a deviation below all floats");
        var far = LabelScale.Of([1_000_000f, 1_000_002f]);
        Assert.AreEqual(new LabelScale(1_000_001, 1), far);
    }

    private static RowCache Counted(int count) => Probe.Rows(
        [.. Enumerable.Range(0, count).SelectMany(row => new float[] { row, -row })],
        [.. Enumerable.Range(0, count).Select(row => (float)row)]);

    // The rows' numbers in the order in which they come; features and label must belong together.
    private static int[] Order(BatchFeed feed)
    {
        var order = new List<int>();
        for (var batch = 0; batch < feed.Batches; batch++)
        {
            var (features, labels) = feed[batch];
            var values = features.data<float>().ToArray();
            var numbers = labels.data<float>().ToArray();
            for (var row = 0; row < numbers.Length; row++)
            {
                Assert.AreEqual(numbers[row], values[2 * row]);
                Assert.AreEqual(-numbers[row], values[(2 * row) + 1]);
                order.Add((int)numbers[row]);
            }
        }

        return [.. order];
    }
}
