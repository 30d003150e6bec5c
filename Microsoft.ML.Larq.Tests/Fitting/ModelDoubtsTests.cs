using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tests.Training;

namespace Microsoft.ML.Larq.Tests.Fitting;

[TestClass]
public class ModelDoubtsTests
{
    // Twice the reported loss and half of what guessing costs, and not a bit more.
    [TestMethod]
    [DataRow(0.0, 1f, 0.5f, true)]
    [DataRow(0.0, 1f, 0.501f, false)]
    [DataRow(0.25, 1f, 1f, true)]
    [DataRow(0.25, 1f, 1.01f, false)]
    [DataRow(0.0, 0f, 0.0099f, true)]
    [DataRow(0.0, 0f, 0.0101f, false)]
    [DataRow(0.0, 1f, float.NaN, false)]
    [DataRow(1e300, 1f, float.PositiveInfinity, false)]
    public void Repeats_Losses_AsTheRuleSays(double reported, float guess, float scored, bool repeats) =>
        Assert.AreEqual(repeats, ModelDoubts.Repeats(reported, [scored, scored], [guess, guess])!.Value.Repeats);

    [TestMethod]
    public void Repeats_NothingReported_SaysNothing() => Assert.IsNull(ModelDoubts.Repeats(double.NaN, [9], [1]));

    // One row in a hundred may be as far off as it likes.
    [TestMethod]
    public void Repeats_OneOutlier_CountsAmongFewRowsOnly()
    {
        float[] Losses(int count) => [.. Enumerable.Repeat(0.1f, count - 1), 1e6f];
        Assert.IsTrue(ModelDoubts.Repeats(0.1, Losses(100), [1])!.Value.Repeats);
        Assert.IsFalse(ModelDoubts.Repeats(0.1, Losses(99), [1])!.Value.Repeats);
    }

    [TestMethod]
    [DataRow(90, false)]
    [DataRow(89, true)]
    public void Find_PackedThatDiffers_Warns(int identical, bool warns)
    {
        var found = ModelDoubts.Find(
            new ScoredSample([0, 1], [0, 1], [0, 1], false), new PackedAgreement(100, identical, 1), 0, [0, 0], [1, 1]);
        Assert.AreEqual(warns ? WarningNames.PackedDiffers : "", string.Concat(found.Select(warning => warning.Name)));
    }

    [TestMethod]
    [DataRow(new float[] { 1, 2, 1, 2 }, new float[] { 0, 1 }, false, true)]
    [DataRow(new float[] { 1, 2, 1, 3 }, new float[] { 0, 1 }, false, false)]
    [DataRow(new float[] { 1, 2, 1, 2 }, new float[] { 1, 1 }, false, false)]
    [DataRow(new float[] { 1, 2, 1, 2 }, new float[] { 0, 1 }, true, false)]
    [DataRow(new float[] { float.NaN, float.NaN }, new float[] { 0, 1 }, false, true)]
    public void Find_OneScoreForAll_WarnsWhereThereAreTwoToTell(
        float[] scores, float[] labels, bool hasOneInput, bool warns)
    {
        var found = ModelDoubts.Find(
            new ScoredSample(labels, scores, scores, hasOneInput), new PackedAgreement(2, 2, 0), 0, [0, 0], [1, 1]);
        Assert.AreEqual(
            warns ? WarningNames.ConstantScores : "", string.Concat(found.Select(warning => warning.Name)));
    }

    // An image of 512 × 512 × 3 and 4,096 of them: more numbers than an array has.
    [TestMethod]
    [DataRow(1, 1, 4096)]
    [DataRow(4096, 10, 4096)]
    [DataRow(5000, 10, 3328)]
    [DataRow(512 * 512 * 3, 10, 21)]
    [DataRow(10, 512 * 512 * 3, 21)]
    [DataRow(int.MaxValue, 1, 1)]
    public void SizeOf_Rows_FitsIntoMemory(int features, int outputs, int size) =>
        Assert.AreEqual(size, RowBlocks.SizeOf(features, outputs));

    [TestMethod]
    public void ForEach_SeveralBlocks_GivesEveryChosenRowOnce()
    {
        const int Count = 9000;
        using var rows = Probe.Rows(
            [.. Enumerable.Range(0, Count).Select(row => (float)row)], [.. Enumerable.Repeat(0f, Count)]);
        var chosen = RowBlocks.Choose(Count, 8500, 1);
        var seen = new List<float>();
        RowBlocks.ForEach(rows, chosen, 1, (start, features) =>
        {
            Assert.AreEqual(seen.Count, start);
            seen.AddRange(features);
        });
        CollectionAssert.AreEqual(chosen.Select(row => (float)row).ToArray(), seen);
        Assert.HasCount(8500, seen.Distinct().ToArray());
        Assert.AreEqual((1 << 28) / 1000, RowBlocks.Choose(int.MaxValue, int.MaxValue, 1000).Length);
    }
}
