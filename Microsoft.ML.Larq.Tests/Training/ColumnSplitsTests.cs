using Microsoft.ML.Larq.Training.Data;

namespace Microsoft.ML.Larq.Tests.Training;

[TestClass]
public class ColumnSplitsTests
{
    // 0, mostly, as capital gains are: half of the others pay from 50 on.
    [TestMethod]
    public void ByLabel_MostlyConstantColumn_CutsWhereTheLabelTurns()
    {
        float[] values = [.. Enumerable.Repeat(0f, 90), .. Enumerable.Range(1, 60).Select(i => (float)i)];
        float[] labels = [.. values.Select(value => value is 0 or < 20 or >= 50 ? 0f : 1f)];
        var column = new ColumnValues(values, labels, 2);
        var cuts = ColumnSplits.ByLabel(column, 8, 5).Select(cut => column.Threshold(cut.Step)).Order().ToArray();
        CollectionAssert.AreEqual(new[] { 19.5f, 49.5f }, cuts);
    }

    [TestMethod]
    public void ByLabel_FirstCut_IsTheBestOfAllByEntropy()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var classes = random.Next(2, 5);
            var rows = random.Next(40, 120);
            var values = Enumerable.Range(0, rows).Select(_ => (float)random.Next(12)).ToArray();
            var labels = values.Select(value => (float)((int)(value / 4) % classes)).ToArray();
            var column = new ColumnValues(values, labels, classes);
            var cut = ColumnSplits.ByLabel(column, 1, 5).Select(cut => column.Threshold(cut.Step)).Single();
            var gains = values.Distinct().Order().Skip(1).Select(value => (At: value - 0.5f, Gain: Left(value - 0.5f)))
                .Where(one => values.Count(value => value < one.At) >= 5
                    && values.Count(value => value >= one.At) >= 5).ToArray();
            var best = gains.Min(one => one.Gain);
            CollectionAssert.Contains(
                gains.Where(one => Math.Abs(one.Gain - best) < 1e-9).Select(one => one.At).ToArray(), cut,
                $"seed {seed}");

            // Bits that are needed for the labels when the side is known.
            double Left(float at) => new[] { true, false }.Sum(side =>
            {
                var part = labels.Where((_, i) => values[i] >= at == side).ToArray();
                return part.GroupBy(label => label)
                    .Sum(group => -group.Count() * Math.Log2((double)group.Count() / part.Length));
            });
        }
    }

    // Of any mixture of zeros the numbers are sorted, and each keeps its label.
    [TestMethod]
    public void ColumnValues_ManyZeros_AreSortedWithTheirLabels()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var values = Enumerable.Range(0, random.Next(1, 60))
                .Select(_ => random.Next(3) == 0 ? random.Next(-3, 4) : random.Next(9) == 0 ? float.NaN : 0f)
                .ToArray();
            var labels = values.Select(value => float.IsNaN(value) ? 99 : value * value).ToArray();
            var column = new ColumnValues(values, labels, 0);
            var known = values.Where(value => !float.IsNaN(value)).Order().ToArray();
            CollectionAssert.AreEqual(known, column.Sorted.Take(column.Count).ToArray(), $"seed {seed}");
            for (var to = 1; to <= column.Count && column.Steps.Length > 0; to++)
            {
                var squares = known.Take(to).Select(value => (double)value * value).ToArray();
                var doubt = squares.Sum(square => Math.Pow(square - squares.Average(), 2));
                Assert.AreEqual(doubt, column.Doubt(0, to), 1e-9 * (1 + doubt), $"seed {seed}, {to} rows");
            }
        }
    }

    [TestMethod]
    public void ByLabel_Numbers_CutWhereTheyJump()
    {
        var values = Enumerable.Range(0, 100).Select(i => (float)i).ToArray();
        var column = new ColumnValues(values, [.. values.Select(x => x < 30 ? 1f : x < 70 ? 5f : 2f)], 0);
        CollectionAssert.AreEquivalent(
            new[] { 29.5f, 69.5f },
            ColumnSplits.ByLabel(column, 8, 5).Select(cut => column.Threshold(cut.Step)).ToArray());
    }

    [TestMethod]
    public void ByLabel_LabelsOfChance_AreSeldomCut()
    {
        var cuts = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var values = Enumerable.Range(0, 200).Select(_ => (float)random.Next(2)).ToArray();
            var labels = values.Select(_ => (float)random.Next(2)).ToArray();
            cuts += ColumnSplits.ByLabel(new ColumnValues(values, labels, 2), 8, 5).Count;
        }

        // Twice the gain is about a χ² of one degree of freedom: above 4 in 4.6 of 100.
        Assert.IsInRange(0, 15, cuts);
    }

    [TestMethod]
    public void ByLabel_FewerCuts_AreTheFirstOfMore()
    {
        var random = new Random(3);
        var values = Enumerable.Range(0, 500).Select(_ => (float)random.Next(40)).ToArray();
        var column = new ColumnValues(values, [.. values.Select(value => MathF.Sin(value / 3))], 0);
        var all = ColumnSplits.ByLabel(column, 12, 5);
        Assert.HasCount(12, all);
        for (var most = 0; most < 12; most++)
            CollectionAssert.AreEqual(all.Take(most).ToArray(), ColumnSplits.ByLabel(column, most, 5));
    }

    [TestMethod]
    public void ByRows_FrequentValue_IsPartedAndNoCutIsThereTwice()
    {
        float[] sorted = [.. Enumerable.Repeat(0f, 92), 1, 2, 3, 4, 5, 6, 7, 8];
        var cuts = ColumnSplits.ByRows(ColumnValues.StepsOf(sorted), sorted.Length, 4);
        CollectionAssert.AllItemsAreUnique(cuts);
        Assert.HasCount(4, cuts);
        Assert.AreEqual(92, cuts[0], "zeros from the rest");
        Assert.IsTrue(cuts[^1] >= 97, "the rest is parted too");
    }

    [TestMethod]
    public void ByRows_AnyColumn_GivesAsManyCutsAsThereAreSteps()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var sorted = Enumerable.Range(0, random.Next(1, 80))
                .Select(_ => (float)(random.Next(2) * random.Next(30))).Order().ToArray();
            var steps = ColumnValues.StepsOf(sorted);
            var most = random.Next(1, 20);
            var cuts = ColumnSplits.ByRows(steps, sorted.Length, most);
            Assert.HasCount(Math.Min(most, steps.Length), cuts, $"seed {seed}");
            CollectionAssert.AllItemsAreUnique(cuts);
            CollectionAssert.IsSubsetOf(cuts, steps);
            CollectionAssert.AreEqual(cuts.Order().ToArray(), cuts);
        }
    }
}
