using Microsoft.ML.Larq.Training;
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
    public void Batches_AnySize_GiveEveryRowOnceInOrder(int count, int size, int batches)
    {
        using var rows = Counted(count);
        using var scope = NewDisposeScope();
        var feed = new BatchFeed(rows, size, LabelScale.None, CPU);
        Assert.AreEqual(batches, feed.Batches);
        CollectionAssert.AreEqual(Enumerable.Range(0, count).ToArray(), Order(feed));
        CollectionAssert.AreEqual(
            new long[] { count - ((batches - 1) * size), 2 }, feed[batches - 1].Features.shape, "the last batch");
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
        Assert.AreEqual(new LabelScale(7, 1), LabelScale.Of([7, 7, 7]));
        Assert.AreEqual(new LabelScale(0, 1), LabelScale.Of([]));
        Assert.AreEqual(new LabelScale(0, 1), LabelScale.Of([float.Epsilon, 0, 0, 0]), "a deviation below all floats");
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
