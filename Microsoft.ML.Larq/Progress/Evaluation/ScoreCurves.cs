namespace Microsoft.ML.Larq.Progress.Evaluation;

/// <summary>Curves of probabilities against what came true.</summary>
internal static class ScoreCurves
{
    /// <summary>Points of a curve that are kept.</summary>
    public const int MostPoints = 101;

    /// <summary>Bins of equal width.</summary>
    public const int Bins = 10;

    /// <summary>The receiver operating characteristic; empty, and NaN, where only one class has rows.</summary>
    /// <param name="scores">The larger, the more likely a row is of the second class.</param>
    /// <param name="labels">Whether it is.</param>
    /// <returns>
    /// The false and true positive rate from (0, 0) to (1, 1), rows of equal scores together, and the area below.
    /// </returns>
    public static ((double False, double True)[] Points, double Area) Roc(
        ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels)
    {
        var keys = scores.ToArray();
        var items = labels.ToArray();
        Array.Sort(keys, items);
        var (positives, negatives) = ((double)items.Count(item => item), (double)items.Count(item => !item));
        if (positives == 0 || negatives == 0) return ([], double.NaN);
        var points = new List<(double False, double True)> { (0, 0) };
        var (right, wrong, area) = (0, 0, 0.0);
        for (var row = keys.Length - 1; row >= 0; row--)
        {
            if (items[row]) right++;
            else wrong++;
            if (row > 0 && keys[row - 1].Equals(keys[row])) continue;
            var (last, next) = (points[^1], (False: wrong / negatives, True: right / positives));
            area += (next.False - last.False) * (next.True + last.True) / 2;
            points.Add(next);
        }

        return (Thinned(points), area);
    }

    /// <summary>
    /// Rows by the probability that was said, in bins (m − 1)/n &lt; p ≤ m/n; those without rows left out.
    /// </summary>
    /// <param name="said">The probabilities, 0 to 1.</param>
    /// <param name="came">Of which it came true.</param>
    public static ReliabilityBin[] Reliability(ReadOnlySpan<double> said, ReadOnlySpan<bool> came)
    {
        var (rows, sums, hits) = (new int[Bins], new double[Bins], new int[Bins]);
        for (var row = 0; row < said.Length; row++)
        {
            if (double.IsNaN(said[row])) continue;
            var bin = Math.Clamp((int)Math.Ceiling(said[row] * Bins) - 1, 0, Bins - 1);
            rows[bin]++;
            sums[bin] += said[row];
            if (came[row]) hits[bin]++;
        }

        return [.. Enumerable.Range(0, Bins).Where(bin => rows[bin] > 0)
            .Select(bin => new ReliabilityBin(rows[bin], sums[bin] / rows[bin], (double)hits[bin] / rows[bin]))];
    }

    // Points about evenly spaced along the curve's way, which is 2 long: those where it bends are among them.
    private static (double False, double True)[] Thinned(List<(double False, double True)> points)
    {
        if (points.Count <= MostPoints) return [.. points];
        var kept = new List<(double False, double True)> { points[0] };
        foreach (var point in points.Skip(1).SkipLast(1))
        {
            var way = point.False + point.True - kept[^1].False - kept[^1].True;
            if (way >= 2.0 / (MostPoints - 2)) kept.Add(point);
        }

        return [.. kept, points[^1]];
    }
}
