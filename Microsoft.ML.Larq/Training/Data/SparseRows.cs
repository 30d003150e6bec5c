namespace Microsoft.ML.Larq.Training.Data;

/// <summary>Rows of which only what is not 0 is kept, by row, and by column once columns are asked for.</summary>
/// <param name="features">Numbers a row has.</param>
internal sealed class SparseRows(int features)
{
    /// <summary>Bytes that a number takes that is not 0: itself and its place.</summary>
    public const int EntryBytes = sizeof(float) + sizeof(int);

    private readonly List<Entries> _rows = [];
    private Entries[]? _columns;

    /// <summary>Appends a row.</summary>
    /// <param name="row">Its numbers.</param>
    /// <param name="filled">How many of them are not 0.</param>
    public void Add(ReadOnlySpan<float> row, int filled)
    {
        var entries = new Entries(filled);
        for (int slot = 0, i = 0; i < filled; slot++)
        {
            if (IsFilled(row[slot])) (entries.Places[i], entries.Values[i++]) = (slot, row[slot]);
        }

        _rows.Add(entries);
        _columns = null;
    }

    /// <summary>Writes a row's numbers.</summary>
    public void CopyTo(int row, Span<float> numbers)
    {
        numbers[..features].Clear();
        var (places, values) = (_rows[row].Places, _rows[row].Values);
        for (var i = 0; i < places.Length; i++) numbers[places[i]] = values[i];
    }

    /// <summary>Writes a column's numbers of some rows, which ascend.</summary>
    public void Column(ReadOnlySpan<int> rows, int feature, Span<float> numbers)
    {
        numbers.Clear();
        var column = (_columns ??= ByColumn())[feature];
        for (int i = 0, at = 0; i < column.Places.Length && at < rows.Length; i++)
        {
            while (at < rows.Length && rows[at] < column.Places[i]) at++;
            if (at < rows.Length && rows[at] == column.Places[i]) numbers[at] = column.Values[i];
        }
    }

    /// <summary>How many numbers of a row are not 0; −0 is kept, as it is written otherwise.</summary>
    public static int Filled(ReadOnlySpan<float> row)
    {
        var filled = 0;
        foreach (var number in row)
        {
            if (IsFilled(number)) filled++;
        }

        return filled;
    }

    private static bool IsFilled(float number) => BitConverter.SingleToInt32Bits(number) != 0;

    private Entries[] ByColumn()
    {
        var counts = new int[features];
        foreach (var slot in _rows.SelectMany(row => row.Places)) counts[slot]++;
        Entries[] columns = [.. counts.Select(count => new Entries(count))];
        Array.Clear(counts);
        for (var row = 0; row < _rows.Count; row++)
        {
            var (places, values) = (_rows[row].Places, _rows[row].Values);
            for (var i = 0; i < places.Length; i++)
            {
                var at = counts[places[i]]++;
                (columns[places[i]].Places[at], columns[places[i]].Values[at]) = (row, values[i]);
            }
        }

        return columns;
    }

    private readonly struct Entries(int count)
    {
        public int[] Places { get; } = new int[count];

        public float[] Values { get; } = new float[count];
    }
}
