namespace Microsoft.ML.Larq.Scoring;

/// <summary>
/// Which columns a reader asked for: columns of the input that are passed through, which come first and keep their
/// index, and columns of the scores.
/// </summary>
internal sealed class ActiveColumns
{
    private readonly bool[] _active;
    private readonly int _inputColumns;

    public ActiveColumns(
        DataViewSchema input, DataViewSchema output, string feature, IEnumerable<DataViewSchema.Column> wanted)
    {
        Schema = output;
        Feature = input[feature];
        _inputColumns = input.Count;
        _active = new bool[output.Count];
        foreach (var column in wanted)
        {
            Check(column);
            _active[column.Index] = true;
        }

        PassedThrough = [.. input.Where(column => _active[column.Index])];
        NeedsScores = _active.AsSpan(_inputColumns).Contains(true);
        OfInput = NeedsScores ? [.. PassedThrough.Append(Feature).DistinctBy(column => column.Index)] : PassedThrough;
    }

    public DataViewSchema Schema { get; }

    /// <summary>The feature column in the input.</summary>
    public DataViewSchema.Column Feature { get; }

    /// <summary>Columns of the input that were asked for.</summary>
    public IReadOnlyList<DataViewSchema.Column> PassedThrough { get; }

    /// <summary>Columns of the input that must be read.</summary>
    public IReadOnlyList<DataViewSchema.Column> OfInput { get; }

    /// <summary>Whether a column of the scores was asked for.</summary>
    public bool NeedsScores { get; }

    public bool IsOfInput(DataViewSchema.Column column) => column.Index < _inputColumns;

    public bool IsActive(DataViewSchema.Column column)
    {
        Check(column);
        return _active[column.Index];
    }

    /// <exception cref="ArgumentException">The column is of another schema.</exception>
    /// <exception cref="InvalidOperationException">The column was not asked for.</exception>
    public void Require(DataViewSchema.Column column)
    {
        if (!IsActive(column))
            throw new InvalidOperationException($"Column '{column.Name}' is not active: it was not asked for.");
    }

    private void Check(DataViewSchema.Column column)
    {
        if (column.Index >= Schema.Count || Schema[column.Index].Name != column.Name)
            throw new ArgumentException(
                $"Column '{column.Name}' at {column.Index} is not of this schema.", nameof(column));
    }
}
