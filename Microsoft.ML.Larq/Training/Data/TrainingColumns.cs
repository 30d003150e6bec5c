using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Training.Data;

/// <summary>The columns of the training rows and the bits they are worth: fitted once, asked twice.</summary>
/// <param name="rows">The training rows.</param>
/// <param name="classes">How many classes their labels count; 0 where they are numbers.</param>
/// <param name="checkAlive">Throws when training should stop; asked for each column.</param>
internal sealed class TrainingColumns(RowCache rows, int classes, Action? checkAlive = null) : IColumnBits
{
    // Rare values are looked at where less than one column in so many has others.
    private const int OneIn = 10;

    // Fewer rows are looked at where every class is counted for each of them.
    private const int LeastRows = 5_000;
    private const int MostCounts = 5_000_000;

    // By the number of thresholds, so that a layer that was planned here finds its own.
    private readonly Dictionary<(int Slot, int Bits), float[]> _planned = [];
    private readonly int[] _sample = RowSample.Of(
        rows.Count, Math.Min(RowSample.MostRows, Math.Max(LeastRows, MostCounts / Math.Max(1, classes))));
    private float[]? _labels;

    public int Rows => rows.Count;

    public int GradedColumns => field != 0 ? field : field = Enumerable.Range(0, rows.Features).Count(IsGraded);

    public ImmutableArray<int> BitsOf(ImmutableArray<int> slots, int most, int total)
    {
        var bits = Plan(slots, most, total, takesRare: false);
        if (OneIn * bits.Count(count => count > 0) >= slots.Length || !RareTell(slots, bits))
            return bits.Any(count => count > 0) ? bits : Anything(slots, most, total);
        return Plan(slots, most, total, takesRare: true);
    }

    // Better rare values than nothing. A network needs an input even where no column varies.
    private ImmutableArray<int> Anything(ImmutableArray<int> slots, int most, int total)
    {
        var bits = Plan(slots, most, total, takesRare: true);
        return bits.Any(count => count > 0) ? bits : bits.SetItem(0, 1);
    }

    private bool RareTell(ImmutableArray<int> slots, ImmutableArray<int> bits)
    {
        var rare = new RareColumns(_labels ??= Labels(), classes);
        for (var i = 0; i < slots.Length; i++)
        {
            if (bits[i] == 0) rare.Add(rows.Column(_sample, slots[i]));
        }

        return rare.Tell;
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
        ColumnCuts.Of(column, bits - first, takesRare: false).First(bits).CopyTo(thresholds, first);
        return thresholds;
    }

    private ImmutableArray<int> Plan(ImmutableArray<int> slots, int most, int total, bool takesRare)
    {
        ColumnCuts[] plans = [.. slots.Select(slot => ColumnCuts.Of(Column(slot), most, takesRare))];
        var kept = ColumnCuts.Share(plans, total);
        return [.. slots.Select((slot, i) => Keep(slot, plans[i], kept[i]))];
    }

    private int Keep(int slot, ColumnCuts cuts, int count)
    {
        var first = cuts.HasMissing ? 1 : 0;
        var thresholds = new float[first + count];
        thresholds.AsSpan(0, first).Fill(float.PositiveInfinity);
        cuts.First(count).CopyTo(thresholds, first);
        _planned[(slot, thresholds.Length)] = thresholds;
        return thresholds.Length;
    }

    private ColumnValues Column(int slot)
    {
        checkAlive?.Invoke();
        return new ColumnValues(rows.Column(_sample, slot), _labels ??= Labels(), classes);
    }

    private float[] Labels() => [.. _sample.Select(row => rows.Labels[row])];

    private bool IsGraded(int slot)
    {
        if (rows.IsSparse) return IsGraded(rows.Column(_sample, slot));
        var (first, second) = (float.NaN, float.NaN);
        foreach (var row in _sample)
        {
            if (IsThird(rows[row][slot], ref first, ref second)) return true;
        }

        return false;
    }

    private static bool IsGraded(float[] column)
    {
        var (first, second) = (float.NaN, float.NaN);
        return column.Any(value => IsThird(value, ref first, ref second));
    }

    private static bool IsThird(float value, ref float first, ref float second)
    {
        if (float.IsNaN(value) || value == first || value == second) return false;
        if (!float.IsNaN(second)) return true;
        if (float.IsNaN(first)) first = value;
        else second = value;
        return false;
    }
}
