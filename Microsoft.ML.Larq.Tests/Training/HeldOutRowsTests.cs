using Microsoft.ML.Larq.Training.Data;

namespace Microsoft.ML.Larq.Tests.Training;

[TestClass]
public class HeldOutRowsTests
{
    [TestMethod]
    [DataRow(0.1f, 1000, 100)]
    [DataRow(0.25f, 1000, 250)]
    [DataRow(0.5f, 1000, 500)]
    [DataRow(0.9f, 1000, 900)]
    [DataRow(0.001f, 1000, 1)]
    [DataRow(0.99f, 100, 99)]
    public void Takes_RowsOfOneClass_AreTheirShare(float share, int rows, int wanted)
    {
        var held = Held(share, Enumerable.Repeat(0f, rows));
        Assert.AreEqual(wanted, held.Length, 1.0);
        Assert.DoesNotContain(0, held, "the first row is trained on");
    }

    [TestMethod]
    public void Takes_ClassesInTurnOrSorted_KeepTheirShares()
    {
        float[] labels = [.. Enumerable.Range(0, 3000).Select(i => i % 10 == 0 ? 2f : i % 3 == 0 ? 1f : 0f)];
        foreach (var order in new[] { labels, [.. labels.Order()] })
        {
            var held = Held(0.2f, order).Select(row => order[row]).ToLookup(label => label);
            foreach (var of in order.GroupBy(label => label))
                Assert.AreEqual(of.Count() * 0.2, held[of.Key].Count(), 1.0, $"class {of.Key}");
        }
    }

    // Drawn at random within each tenth: not every tenth row, and the same ones each time.
    [TestMethod]
    public void Takes_Rows_AreDrawnAndAlwaysTheSame()
    {
        var labels = Enumerable.Repeat(1f, 5000).ToArray();
        var held = Held(0.1f, labels);
        CollectionAssert.AreEqual(held, Held(0.1f, labels));
        var rests = held.GroupBy(row => row % 10).Select(group => group.Count()).ToArray();
        Assert.HasCount(10, rests);
        Assert.IsLessThan(90, rests.Max());
        for (var i = 0; i < held.Length; i++) Assert.AreEqual(i, held[i] / 10, $"window {i}");
    }

    [TestMethod]
    public void Takes_Numbers_AreOneClass()
    {
        var held = Held(0.5f, Enumerable.Range(0, 100).Select(i => (float)i), isOfClasses: false);
        Assert.AreEqual(50, held.Length, 1.0);
    }

    private static int[] Held(float share, IEnumerable<float> labels, bool isOfClasses = true)
    {
        var rows = new HeldOutRows(share, isOfClasses);
        return [.. labels.Select((label, row) => (Row: row, IsHeld: rows.Takes(label)))
            .Where(row => row.IsHeld).Select(row => row.Row)];
    }
}
