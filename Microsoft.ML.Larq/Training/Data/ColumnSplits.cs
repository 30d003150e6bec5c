namespace Microsoft.ML.Larq.Training.Data;

/// <summary>Chooses the steps at which a column is cut, the most telling first; no step twice.</summary>
/// <remarks>
/// <para>
/// Cuts by label: of all parts, the one whose best cut lowers the doubt about the labels most (entropy of classes,
/// squared deviation of numbers, summed over the part's rows) is cut there, as long as the gain is more than chance
/// gives and enough rows are on both sides. The first cuts of a longer list are those of a shorter one.
/// </para>
/// <para>
/// Cuts by rows: the steps nearest to evenly spaced quantiles. Where a value is so frequent that several quantiles have
/// one step, those that are left are spent elsewhere: of all parts, the one whose middle step leaves the larger smaller
/// half is cut there.
/// </para>
/// Fayyad and Irani, Multi-interval discretization of continuous-valued attributes, IJCAI 1993, cut by entropy too.
/// </remarks>
internal static class ColumnSplits
{
    // Twice the gain of a cut that tells nothing is about a χ² with classes − 1 degrees of freedom.
    private const double LeastGain = 2;

    // A share of the whole doubt that differences of sums may be wrong by.
    private const double Rounding = 1e-9;

    /// <summary>Cuts by the label.</summary>
    /// <param name="column">The column.</param>
    /// <param name="most">Most cuts.</param>
    /// <param name="leastRows">Rows that are left on each side, at least 1.</param>
    /// <returns>The cuts, and how much each lowers the doubt.</returns>
    public static List<(int Step, double Gain)> ByLabel(ColumnValues column, int most, int leastRows)
    {
        var parts = new List<Part> { Best(column, 0, column.Count, leastRows) };
        var cuts = new List<(int Step, double Gain)>();
        while (cuts.Count < most && parts.MaxBy(part => part.Gain) is { Gain: > 0 } part)
        {
            parts.Remove(part);
            cuts.Add((part.Cut, part.Gain));
            parts.Add(Best(column, part.From, part.Cut, leastRows));
            parts.Add(Best(column, part.Cut, part.To, leastRows));
        }

        return cuts;
    }

    /// <summary>Cuts into parts of many rows, ascending.</summary>
    /// <param name="steps">The places where the sorted numbers rise.</param>
    /// <param name="rows">How many numbers there are.</param>
    /// <param name="most">Most cuts.</param>
    public static List<int> ByRows(int[] steps, int rows, int most)
    {
        if (steps.Length <= most) return [.. steps];
        var cuts = new SortedSet<int>();
        for (var i = 1; i <= most; i++) cuts.Add(Nearest(steps, (double)i * rows / (most + 1)));
        int[] ends = [0, .. cuts, rows];
        var parts = ends.Skip(1).Zip(ends, (to, from) => Middle(steps, from, to)).ToList();
        while (cuts.Count < most && parts.MaxBy(part => part.Gain) is { Gain: > 0 } part)
        {
            parts.Remove(part);
            cuts.Add(part.Cut);
            parts.Add(Middle(steps, part.From, part.Cut));
            parts.Add(Middle(steps, part.Cut, part.To));
        }

        return [.. cuts];
    }

    private static int Nearest(int[] steps, double row)
    {
        var after = Math.Min(FirstAtLeast(steps, (int)Math.Round(row)), steps.Length - 1);
        var before = Math.Max(after - 1, 0);
        return row - steps[before] <= steps[after] - row ? steps[before] : steps[after];
    }

    private static Part Best(ColumnValues column, int from, int to, int leastRows)
    {
        var (steps, whole) = (column.Steps, column.Doubt(from, to));
        var (gain, cut) = (0d, -1);
        for (var i = FirstAtLeast(steps, from + leastRows); i < steps.Length && steps[i] <= to - leastRows; i++)
        {
            var found = whole - column.Doubt(from, steps[i]) - column.Doubt(steps[i], to);
            if (found > gain) (gain, cut) = (found, steps[i]);
        }

        return cut >= 0 && gain > Rounding * column.Doubt(0, column.Count)
            && InChance(column, gain, whole, to - from) >= LeastGain
            ? new Part(from, to, cut, gain)
            : new Part(from, to, -1, 0);
    }

    // Of numbers, the logarithm of a likelihood falls by half the squares over their variance.
    private static double InChance(ColumnValues column, double gain, double whole, int rows) => column.Classes > 0
        ? gain / Math.Max(1, column.Classes - 1)
        : gain * rows / (2 * Math.Max(whole, double.Epsilon));

    private static Part Middle(int[] steps, int from, int to)
    {
        var middle = from + ((to - from) / 2);
        var after = FirstAtLeast(steps, middle);
        var (cut, gain) = (-1, 0);
        foreach (var i in (ReadOnlySpan<int>)[after - 1, after])
        {
            if (i < 0 || i >= steps.Length || steps[i] <= from || steps[i] >= to) continue;
            var smaller = Math.Min(steps[i] - from, to - steps[i]);
            if (smaller > gain) (cut, gain) = (steps[i], smaller);
        }

        return new Part(from, to, cut, gain);
    }

    private static int FirstAtLeast(int[] steps, int row)
    {
        var found = Array.BinarySearch(steps, row);
        return found >= 0 ? found : ~found;
    }

    private sealed record Part(int From, int To, int Cut, double Gain);
}
