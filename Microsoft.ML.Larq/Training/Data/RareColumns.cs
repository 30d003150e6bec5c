namespace Microsoft.ML.Larq.Training.Data;

/// <summary>
/// Asks whether columns that differ in a handful of rows each, such as words or a one-hot column's values, say
/// something of the label all together.
/// </summary>
/// <remarks>
/// One of them says nothing for sure. What they take away of the doubt about the labels is summed, and compared with
/// what they take away of labels that were shuffled: by three deviations more is no chance.
/// </remarks>
/// <param name="labels">The rows' labels.</param>
/// <param name="classes">How many classes they count; 0 where they are numbers.</param>
internal sealed class RareColumns(float[] labels, int classes)
{
    private const int Seed = 20_161;
    private const double Deviations = 3;

    private readonly float[] _shuffled = Shuffled(labels);
    private double _told;
    private double _chance;
    private double _squares;

    /// <summary>Whether those that were taken in say more than chance.</summary>
    public bool Tell => _told > _chance + (Deviations * Math.Sqrt(2 * _squares));

    /// <summary>Takes in a column.</summary>
    /// <param name="column">Its numbers; NaN is a missing one.</param>
    public void Add(float[] column)
    {
        var chance = Gain(column, _shuffled);
        _told += Gain(column, labels);
        _chance += chance;
        _squares += chance * chance;
    }

    private double Gain(float[] column, float[] of)
    {
        var values = new ColumnValues(column, of, classes);
        if (values.Steps.Length == 0) return 0;
        var cut = ColumnSplits.ByRows(values.Steps, values.Count, 1)[0];
        return values.Doubt(0, values.Count) - values.Doubt(0, cut) - values.Doubt(cut, values.Count);
    }

    private static float[] Shuffled(float[] labels)
    {
        float[] shuffled = [.. labels];
        new Random(Seed).Shuffle(shuffled);
        return shuffled;
    }
}
