namespace Microsoft.ML.Larq.Progress;

/// <summary>How values are distributed: counts in ranges of equal width from the least to the largest.</summary>
/// <param name="Least">The least value.</param>
/// <param name="Largest">The largest value.</param>
/// <param name="Sum">The sum of all values.</param>
/// <param name="Squares">The sum of their squares.</param>
/// <param name="Limits">Where each range ends, rising; the last ends at the largest value.</param>
/// <param name="Counts">How many values each range has; its end belongs to the next, but for the last.</param>
internal sealed record HistogramFacts(
    double Least, double Largest, double Sum, double Squares, IReadOnlyList<double> Limits, IReadOnlyList<long> Counts)
{
    /// <summary>Ranges, as many as TensorBoard's own histograms have.</summary>
    public const int Ranges = 30;

    /// <summary>Values in all.</summary>
    public long Count => Counts.Sum();

    /// <summary>
    /// The histogram of the values that are finite; null where there are none. Where all are equal it is one range.
    /// </summary>
    public static HistogramFacts? Of(ReadOnlySpan<float> values)
    {
        var (least, largest, sum, squares) = (double.PositiveInfinity, double.NegativeInfinity, 0.0, 0.0);
        foreach (var value in values)
        {
            if (!float.IsFinite(value)) continue;
            (least, largest) = (Math.Min(least, value), Math.Max(largest, value));
            (sum, squares) = (sum + value, squares + ((double)value * value));
        }

        if (least > largest) return null;
        var ranges = least == largest ? 1 : Ranges;
        var width = (largest - least) / ranges;
        var counts = new long[ranges];
        foreach (var value in values)
        {
            if (float.IsFinite(value))
                counts[width == 0 ? 0 : Math.Min((int)((value - least) / width), ranges - 1)]++;
        }

        return From(least, largest, sum, squares, counts);
    }

    /// <summary>The histogram with these counts.</summary>
    public static HistogramFacts From(
        double least, double largest, double sum, double squares, IReadOnlyList<long> counts)
    {
        var width = (largest - least) / counts.Count;
        return new HistogramFacts(
            least, largest, sum, squares,
            [.. Enumerable.Range(1, counts.Count)
                .Select(range => range == counts.Count ? largest : least + (range * width))],
            counts);
    }

    /// <summary>Below which value a share of all lies, if those of a range lie evenly in it.</summary>
    /// <param name="share">The share, from 0 to 1.</param>
    public double Quantile(double share)
    {
        var (left, from) = (share * Count, Least);
        for (var i = 0; i < Counts.Count; i++)
        {
            if (left <= Counts[i] && Counts[i] > 0) return from + (left / Counts[i] * (Limits[i] - from));
            (left, from) = (left - Counts[i], Limits[i]);
        }

        return Largest;
    }
}
