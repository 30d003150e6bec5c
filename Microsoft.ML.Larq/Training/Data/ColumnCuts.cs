using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Training.Data;

/// <summary>Where a column is cut: its thresholds, those first that earn their bit first.</summary>
/// <param name="HasMissing">Whether numbers are missing, which takes a bit of its own.</param>
/// <param name="Thresholds">The thresholds.</param>
/// <param name="Gains">How much of the doubt about the labels each takes away, no more than the one before it.</param>
internal sealed record ColumnCuts(bool HasMissing, float[] Thresholds, double[] Gains)
{
    // Bits of a column of more rows about which the label says nothing: it may say something of several columns.
    private const int LeastBits = 4;

    // Rows on each side of a cut by the label: a share of all, within bounds.
    private const int RowsPerSide = 500;
    private const int LeastSide = 5;
    private const int MostSide = 20;

    // One of two values is too rare to learn from in less than LeastSide rows of so many times as many.
    private const int RareRows = 100;

    /// <summary>The cuts that a column is worth.</summary>
    /// <param name="column">The column.</param>
    /// <param name="most">Most cuts.</param>
    /// <param name="takesRare">Whether a value of a handful of many rows is worth a cut, too.</param>
    public static ColumnCuts Of(ColumnValues column, int most, bool takesRare)
    {
        var steps = Steps(column, most, takesRare);
        var (thresholds, gains) = (new float[steps.Count], new double[steps.Count]);
        var gain = double.PositiveInfinity;
        for (var i = 0; i < steps.Count; i++)
        {
            thresholds[i] = column.Threshold(steps[i].Step);
            gains[i] = gain = Math.Min(gain, steps[i].Gain);
        }

        return new ColumnCuts(column.Missing > 0, thresholds, gains);
    }

    /// <summary>
    /// How many cuts each column keeps where there may be so many in all: its first, and of the others those that gain
    /// most, earlier ones before later ones where they gain alike.
    /// </summary>
    public static int[] Share(IReadOnlyList<ColumnCuts> columns, int total)
    {
        int[] kept = [.. columns.Select(column => Math.Min(column.Thresholds.Length, 1))];
        var others = from place in Enumerable.Range(0, columns.Count)
                     from cut in Enumerable.Range(0, columns[place].Thresholds.Length).Skip(1)
                     orderby columns[place].Gains[cut] descending, cut, place
                     select place;
        foreach (var place in others.Take(Math.Max(0, total - kept.Sum()))) kept[place]++;
        return kept;
    }

    /// <summary>The first thresholds, ascending.</summary>
    public float[] First(int count) => [.. Thresholds.Take(count).Order()];

    // Of few rows the label says little for sure, and finer steps of the number say more: half of the bits each.
    private static List<(int Step, double Gain)> Steps(ColumnValues column, int most, bool takesRare)
    {
        if (column.Steps.Length <= 1 || most == 0)
        {
            return [.. column.Steps.Where(step => takesRare || IsSeen(column, step)).Take(most)
                .Select(step => (step, 0d))];
        }

        var hasFew = column.Count < DefaultNetworks.FewRows;
        var cuts = ColumnSplits.ByLabel(
            column, hasFew ? (most + 1) / 2 : most, Math.Clamp(column.Count / RowsPerSide, LeastSide, MostSide));
        if (hasFew && Presence(column) is { } presence && (takesRare || IsSeen(column, presence)))
        {
            cuts.RemoveAll(cut => cut.Step == presence);
            cuts = [(presence, double.PositiveInfinity), .. cuts.Take(most - 1)];
        }

        var filled = hasFew ? most : Math.Min(most, LeastBits);
        if (cuts.Count >= filled) return cuts;
        var more = ColumnSplits.ByRows(column.Steps, column.Count, filled)
            .Except(cuts.Select(cut => cut.Step)).Take(filled - cuts.Count)
            .Where(step => takesRare || IsSeen(column, step));
        return [.. cuts, .. MiddleFirst([.. more]).Select(step => (step, 0d))];
    }

    // Where most numbers are 0, as of words in texts, whether one is there says more than how large it is, of which the
    // few rows that have it would choose the cut that suits them by chance.
    private static int? Presence(ColumnValues column)
    {
        var from = 0;
        foreach (var to in column.Steps.Append(column.Count))
        {
            if (column.Sorted[from] == 0 && 4 * (to - from) >= 3 * column.Count) return to < column.Count ? to : from;
            from = to;
        }

        return null;
    }

    // Whoever takes the first few gets an even spread.
    private static List<int> MiddleFirst(int[] steps)
    {
        var (order, parts) = (new List<int>(), new Queue<(int From, int To)>([(0, steps.Length)]));
        while (parts.TryDequeue(out var part))
        {
            if (part.From == part.To) continue;
            var middle = part.From + ((part.To - part.From) / 2);
            order.Add(steps[middle]);
            parts.Enqueue((part.From, middle));
            parts.Enqueue((middle + 1, part.To));
        }

        return order;
    }

    // A value of a handful of many rows is learned by heart, not understood.
    private static bool IsSeen(ColumnValues column, int step) =>
        Math.Min(step, column.Count - step) >= Math.Min(LeastSide, column.Count / RareRows);
}
