using Microsoft.ML.Larq.Progress.Evaluation;

namespace Microsoft.ML.Larq.Tests.Progress.Evaluation;

[TestClass]
public class ScoreCurvesTests
{
    // The area is the chance that a row of the second class has the larger score; equal ones count half.
    [TestMethod]
    [DataRow(40, 5)]
    [DataRow(500, 1000)]
    [DataRow(3000, 100_000)]
    public void Roc_OfRandomScores_HasTheAreaOfPairsAndFewRisingPoints(int rows, int levels)
    {
        var random = new Random(rows);
        bool[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(3) == 0)];
        float[] scores = [.. labels.Select(label => random.Next(levels) + (label ? levels / 5f : 0))];
        var (points, area) = ScoreCurves.Roc(scores, labels);
        var (pairs, wins) = (0.0, 0.0);
        for (var one = 0; one < rows; one++)
        {
            for (var other = 0; other < rows && labels[one]; other++)
            {
                if (labels[other]) continue;
                pairs++;
                wins += scores[one] > scores[other] ? 1 : scores[one] == scores[other] ? 0.5 : 0;
            }
        }

        Assert.AreEqual(wins / pairs, area, 1e-9);
        Assert.IsLessThanOrEqualTo(ScoreCurves.MostPoints, points.Length);
        Assert.AreEqual((0.0, 0.0), points[0]);
        Assert.AreEqual((1.0, 1.0), points[^1]);
        foreach (var (last, next) in points.Zip(points.Skip(1)))
            Assert.IsTrue(next.False >= last.False && next.True >= last.True && next != last);

        // What is left of the curve still has about the same area.
        var kept = points.Zip(points.Skip(1))
            .Sum(pair => (pair.Second.False - pair.First.False) * (pair.Second.True + pair.First.True) / 2);
        Assert.AreEqual(area, kept, 0.01);
    }

    [TestMethod]
    public void Roc_OfOneClass_IsNone()
    {
        foreach (var label in new[] { true, false })
        {
            var (points, area) = ScoreCurves.Roc([1f, 2], [label, label]);
            Assert.IsEmpty(points);
            Assert.IsTrue(double.IsNaN(area));
        }
    }

    [TestMethod]
    public void Reliability_OfProbabilities_CountsThemInTenthsUpperEndsIncluded()
    {
        var bins = ScoreCurves.Reliability(
            [0, 0.1, 0.1001, 0.95, 1, double.NaN], [false, true, true, true, false, true]);
        CollectionAssert.AreEqual(
            new[]
            {
                new ReliabilityBin(2, 0.05, 0.5), new ReliabilityBin(1, 0.1001, 1), new ReliabilityBin(2, 0.975, 0.5),
            },
            bins);
        Assert.IsEmpty(ScoreCurves.Reliability([], []));
    }
}
