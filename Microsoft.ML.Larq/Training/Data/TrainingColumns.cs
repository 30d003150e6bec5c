using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Training.Data;

/// <summary>The columns of the training rows and the bits they are worth: fitted once, asked twice.</summary>
/// <param name="rows">The training rows.</param>
/// <param name="classes">How many classes their labels count; 0 where they are numbers.</param>
/// <param name="checkAlive">Throws when training should stop; asked for each column.</param>
internal sealed class TrainingColumns(RowCache rows, int classes, Action? checkAlive = null) : IColumnBits
{
    // Bits of a column of more rows about which the label says nothing: it may say something of several columns.
    private const int LeastBits = 4;

    // Rows on each side of a cut by the label: a share of all, within bounds.
    private const int RowsPerSide = 500;
    private const int LeastSide = 5;
    private const int MostSide = 20;

    // One of two values is too rare to learn from in less than LeastSide rows of so many times as many.
    private const int RareRows = 100;

    // Fewer rows are looked at where every class is counted for each of them.
    private const int LeastRows = 5_000;
    private const int MostCounts = 5_000_000;

    // By the number of thresholds, so that a layer that was planned here finds its own.
    private readonly Dictionary<(int Slot, int Bits), float[]> _planned = [];
    private readonly int[] _sample = RowSample.Of(
        rows.Count, Math.Min(RowSample.MostRows, Math.Max(LeastRows, MostCounts / Math.Max(1, classes))));
    private float[]? _labels;

    public int Rows => rows.Count;

    public int Classes => classes;

    public int GradedColumns => field != 0 ? field : field = Enumerable.Range(0, rows.Features).Count(IsGraded);

    public ImmutableArray<int> BitsOf(ImmutableArray<int> slots, int most)
    {
        var bits = Plan(slots, most, takesRare: false);
        if (bits.Any(count => count > 0)) return bits;

        // Nothing but rare values: better those than nothing. A network needs an input even where no column varies.
        bits = Plan(slots, most, takesRare: true);
        return bits.Any(count => count > 0) ? bits : bits.SetItem(0, 1);
    }

    /// <summary>
    /// The thresholds of a column: +∞ for missing values in front, the cuts ascending, +∞ where there are no more.
    /// </summary>
    /// <param name="slot">Its place in a row.</param>
    /// <param name="bits">How many.</param>
    public float[] Thresholds(int slot, int bits)
    {
        if (_planned.TryGetValue((slot, bits), out var planned)) return planned;
        var thresholds = new float[bits];
        Array.Fill(thresholds, float.PositiveInfinity);
        var column = Column(slot);
        var first = Math.Min(bits, column.Missing > 0 ? 1 : 0);
        Cuts(column, bits - first, takesRare: false).CopyTo(thresholds, first);
        return thresholds;
    }

    private ImmutableArray<int> Plan(ImmutableArray<int> slots, int most, bool takesRare) =>
        [.. slots.Select(slot => Plan(slot, most, takesRare).Length)];

    private float[] Plan(int slot, int most, bool takesRare)
    {
        var column = Column(slot);
        var cuts = Cuts(column, most, takesRare);
        float[] thresholds = column.Missing == 0 ? cuts : [float.PositiveInfinity, .. cuts];
        return _planned[(slot, thresholds.Length)] = thresholds;
    }

    private ColumnValues Column(int slot)
    {
        checkAlive?.Invoke();
        return new ColumnValues(rows.Column(_sample, slot), _labels ??= Labels(), classes);
    }

    private static float[] Cuts(ColumnValues column, int most, bool takesRare) =>
        [.. Steps(column, most, takesRare).Order().Select(column.Threshold)];

    // Of few rows the label says little for sure, and finer steps of the number say more: half of the bits each.
    private static IEnumerable<int> Steps(ColumnValues column, int most, bool takesRare)
    {
        if (column.Steps.Length <= 1 || most == 0)
            return column.Steps.Where(step => takesRare || IsSeen(column, step)).Take(most);
        var hasFew = column.Count < DefaultNetworks.FewRows;
        var cuts = ColumnSplits.ByLabel(
            column, hasFew ? (most + 1) / 2 : most, Math.Clamp(column.Count / RowsPerSide, LeastSide, MostSide));
        var filled = hasFew ? most : Math.Min(most, LeastBits);
        if (cuts.Count >= filled) return cuts;
        var more = ColumnSplits.ByRows(column.Steps, column.Count, filled).Except(cuts).Take(filled - cuts.Count);
        return [.. cuts, .. more];
    }

    // A value of a handful of many rows is learned by heart, not understood.
    private static bool IsSeen(ColumnValues column, int step) =>
        Math.Min(step, column.Count - step) >= Math.Min(LeastSide, column.Count / RareRows);

    private float[] Labels() => [.. _sample.Select(row => rows.Labels[row])];

    private bool IsGraded(int slot)
    {
        var (first, second) = (float.NaN, float.NaN);
        foreach (var row in _sample)
        {
            var value = rows[row][slot];
            if (float.IsNaN(value) || value == first || value == second) continue;
            if (float.IsNaN(first)) first = value;
            else if (float.IsNaN(second)) second = value;
            else return true;
        }

        return false;
    }
}
