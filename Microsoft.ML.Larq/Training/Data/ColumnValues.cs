namespace Microsoft.ML.Larq.Training.Data;

/// <summary>
/// A column's numbers and the rows' labels, sorted by number; rows without a number are only counted.
/// </summary>
internal sealed class ColumnValues
{
    private readonly double[][] _sums;

    /// <param name="values">The column's numbers; NaN is a missing one.</param>
    /// <param name="labels">The rows' labels.</param>
    /// <param name="classes">How many classes the labels count; 0 where they are numbers.</param>
    public ColumnValues(ReadOnlySpan<float> values, ReadOnlySpan<float> labels, int classes)
    {
        var (sorted, of) = (new float[values.Length], new float[values.Length]);
        var count = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i])) continue;
            (sorted[count], of[count]) = (values[i], labels[i]);
            count++;
        }

        Sort(sorted.AsSpan(0, count), of.AsSpan(0, count));
        Missing = values.Length - count;
        Count = count;
        Sorted = sorted;
        Steps = StepsOf(sorted.AsSpan(0, count));
        Classes = classes;
        _sums = Steps.Length == 0 ? [] : classes > 0 ? Counted(of, classes) : Summed(of);
    }

    public int Missing { get; }

    /// <summary>Rows with a number.</summary>
    public int Count { get; }

    public float[] Sorted { get; }

    public int Classes { get; }

    /// <summary>The places where the sorted numbers rise.</summary>
    public int[] Steps { get; }

    /// <summary>
    /// What the labels of a run of sorted rows leave open: −Σ n_c·ln(n_c/n) of classes, Σ(y − ȳ)² of numbers.
    /// </summary>
    public double Doubt(int from, int to)
    {
        double rows = to - from;
        if (rows <= 0) return 0;
        if (Classes == 0)
        {
            var sum = _sums[0][to] - _sums[0][from];
            return Math.Max(0, _sums[1][to] - _sums[1][from] - (sum * sum / rows));
        }

        var doubt = 0d;
        foreach (var sums in _sums)
        {
            var count = sums[to] - sums[from];
            if (count > 0) doubt -= count * Math.Log(count / rows);
        }

        return doubt;
    }

    /// <summary>The number that parts the neighbours of a step.</summary>
    public float Threshold(int step) => Threshold(Sorted[step - 1], Sorted[step]);

    /// <summary>A number between two that the larger reaches and the smaller does not, whatever the rounding.</summary>
    public static float Threshold(float below, float above)
    {
        var middle = (float)(((double)below + above) / 2);
        return middle > below ? middle : above;
    }

    /// <summary>The places where sorted numbers rise.</summary>
    public static int[] StepsOf(ReadOnlySpan<float> sorted)
    {
        var steps = new List<int>();
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] > sorted[i - 1]) steps.Add(i);
        }

        return [.. steps];
    }

    // Of a wide column most numbers are 0: they are counted into their place, and the others sorted.
    private static void Sort(Span<float> values, Span<float> labels)
    {
        var (below, from) = (0, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] < 0) Swap(values, labels, i, below++);
        }

        for (var i = values.Length - 1; i >= below; i--)
        {
            if (values[i] > 0) Swap(values, labels, i, --from);
        }

        values[..below].Sort(labels[..below]);
        values[from..].Sort(labels[from..]);
    }

    private static void Swap(Span<float> values, Span<float> labels, int i, int with)
    {
        (values[i], values[with]) = (values[with], values[i]);
        (labels[i], labels[with]) = (labels[with], labels[i]);
    }

    private double[][] Counted(float[] labels, int classes)
    {
        var sums = new double[classes][];
        for (var c = 0; c < classes; c++)
        {
            sums[c] = new double[Count + 1];
            for (var i = 0; i < Count; i++) sums[c][i + 1] = sums[c][i] + (labels[i] == c ? 1 : 0);
        }

        return sums;
    }

    private double[][] Summed(float[] labels)
    {
        var mean = labels.AsSpan(0, Count).ToArray().Average(label => (double)label);
        var (sums, squares) = (new double[Count + 1], new double[Count + 1]);
        for (var i = 0; i < Count; i++)
        {
            var label = labels[i] - mean;
            (sums[i + 1], squares[i + 1]) = (sums[i] + label, squares[i] + (label * label));
        }

        return [sums, squares];
    }
}
