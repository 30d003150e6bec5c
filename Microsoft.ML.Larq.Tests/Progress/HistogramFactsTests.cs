using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.EventFiles;

namespace Microsoft.ML.Larq.Tests.Progress;

[TestClass]
public class HistogramFactsTests
{
    // By hand: 30 ranges of width 0.1 from -1 to 2; 2 itself belongs to the last.
    [TestMethod]
    public void Of_AFewValues_IsThis()
    {
        var facts = HistogramFacts.Of([-1, 2, -0.95f, 0.55f, 2, float.NaN, float.NegativeInfinity])!;
        Assert.AreEqual((-1, 2, 5L), (facts.Least, facts.Largest, facts.Count));
        Assert.AreEqual(2.6, facts.Sum, 1e-6);
        Assert.AreEqual(1 + 4 + 0.9025 + 0.3025 + 4, facts.Squares, 1e-6);
        Assert.HasCount(30, facts.Limits);
        for (var i = 0; i < 30; i++) Assert.AreEqual(-0.9 + (0.1 * i), facts.Limits[i], 1e-12);
        var counts = new long[30];
        (counts[0], counts[15], counts[29]) = (2, 1, 2);
        CollectionAssert.AreEqual(counts, facts.Counts.ToArray());
    }

    [TestMethod]
    public void Of_RandomValues_CountsWhatLiesBetweenTheLimits()
    {
        var random = new Random(3);
        float[] values = [.. Enumerable.Range(0, 10_001).Select(_ => (float)Math.Tan(random.NextDouble() * 1.5))];
        var facts = HistogramFacts.Of(values)!;
        Assert.AreEqual(values.Max(), facts.Limits[^1]);
        for (var i = 0; i < 30; i++)
        {
            var (from, to) = (i == 0 ? double.NegativeInfinity : facts.Limits[i - 1], facts.Limits[i]);
            var wanted = i == 29 ? values.Count(v => v >= from) : values.Count(v => v >= from && v < to);
            Assert.AreEqual(wanted, facts.Counts[i], $"range {i}");
        }
    }

    [TestMethod]
    public void Of_EqualValues_IsOneRange()
    {
        var facts = HistogramFacts.Of([0.5f, 0.5f, 0.5f])!;
        Assert.AreEqual((0.5, 0.5, 3L), (facts.Least, facts.Limits.Single(), facts.Counts.Single()));
    }

    [TestMethod]
    public void Of_ExtremeValues_StaysFinite()
    {
        var facts = HistogramFacts.Of([float.MinValue, float.MaxValue, 0])!;
        Assert.AreEqual((1L, 1L, 1L), (facts.Counts[0], facts.Counts[15], facts.Counts[29]));
        Assert.IsTrue(facts.Limits.All(double.IsFinite) && double.IsFinite(facts.Squares));
    }

    [TestMethod]
    public void Of_NothingFinite_IsNull()
    {
        Assert.IsNull(HistogramFacts.Of([]));
        Assert.IsNull(HistogramFacts.Of([float.NaN, float.PositiveInfinity]));
    }

    [TestMethod]
    public void Histogram_ReadByTorchSharpsReader_IsTheSame()
    {
        var facts = HistogramFacts.Of([-1, 2, -0.95f, 0.55f, 2])!;
        var read = EventReader.Read(EventRecord.Histogram(1_700_000_000.25, 300, "weights/conv", facts)).Single();
        Assert.AreEqual((1_700_000_000.25, 300L), (read.WallTime, read.Step));
        var value = read.Summary.Value.Single();
        Assert.AreEqual("weights/conv", value.Tag);
        Assert.AreEqual(
            (facts.Least, facts.Largest, 5.0, facts.Sum, facts.Squares),
            (value.Histo.Min, value.Histo.Max, value.Histo.Num, value.Histo.Sum, value.Histo.SumSquares));
        CollectionAssert.AreEqual(facts.Limits.ToArray(), value.Histo.BucketLimit.ToArray());
        CollectionAssert.AreEqual(facts.Counts.Select(c => (double)c).ToArray(), value.Histo.Bucket.ToArray());
    }
}
