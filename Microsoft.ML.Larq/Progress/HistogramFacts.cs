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

        return new HistogramFacts(
            least, largest, sum, squares,
            [.. Enumerable.Range(1, ranges).Select(range => range == ranges ? largest : least + (range * width))],
            counts);
    }
}
