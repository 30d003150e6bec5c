namespace Microsoft.ML.Larq.Reports;

/// <summary>One line of a chart, or one row: a value for each epoch, none where it is not a finite number.</summary>
internal sealed record Series(string Name, IReadOnlyList<double> Values)
{
    /// <summary>Which colour it has; null for that of its place in the chart.</summary>
    public int? Color { get; init; }

    /// <summary>Whether its line is dashed: one of a pair that shares a colour.</summary>
    public bool IsDashed { get; init; }

    /// <summary>The epochs, from 1, in which it was measured, and what was measured.</summary>
    public IEnumerable<(int Epoch, double Value)> Measured =>
        Values.Index().Where(value => double.IsFinite(value.Item)).Select(value => (value.Index + 1, value.Item));

    /// <summary>The last value that was measured, and in which epoch unless it is the last; a dash for none.</summary>
    public string Last
    {
        get
        {
            var (epoch, value) = Measured.LastOrDefault((Values.Count, double.NaN));
            return epoch == Values.Count ? Html.Value(value) : $"{Html.Value(value)} (epoch {epoch})";
        }
    }
}
