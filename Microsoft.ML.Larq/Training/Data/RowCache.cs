using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Training.Data;

/// <summary>
/// The rows that training goes over again and again: features and one label each. In memory up to a budget of bytes;
/// beyond it the features move to a temporary file that is mapped into memory and deleted at the end.
/// </summary>
/// <remarks>Of wide rows that are mostly 0, memory holds the other numbers alone.</remarks>
internal sealed class RowCache : IDisposable
{
    private const int ChunkBytes = 4 << 20;

    // Narrower rows are not worth the pains.
    private const int LeastSparse = 256;

    private readonly long _budget;
    private readonly string _folder;
    private readonly int _rowsPerChunk;
    private readonly List<float> _labels = [];
    private readonly List<float> _weights = [];
    private readonly List<float[]> _chunks = [];
    private MappedRows? _mapped;
    private SparseRows? _sparse;
    private long _bytes;

    public RowCache(int features, long budget, string folder)
    {
        Features = features;
        _budget = budget;
        _folder = folder;
        _rowsPerChunk = Math.Max(1, ChunkBytes / sizeof(float) / features);
        _sparse = features >= LeastSparse ? new SparseRows(features) : null;
    }

    /// <summary>Numbers a row has.</summary>
    public int Features { get; }

    public int Count => _labels.Count;

    public bool IsMapped => _mapped is not null;

    public ReadOnlySpan<float> Labels => CollectionsMarshal.AsSpan(_labels);

    /// <summary>How much each row counts, 1 in the mean; none where all count alike.</summary>
    public ReadOnlySpan<float> Weights => CollectionsMarshal.AsSpan(_weights);

    /// <summary>Whether memory holds only what is not 0.</summary>
    public bool IsSparse => _sparse is not null;

    /// <summary>The features of a row; a copy where memory holds only what is not 0.</summary>
    public ReadOnlySpan<float> this[int row] => _sparse is not null ? Copy(row) : Dense(row);

    /// <summary>Gives each row that was added a weight, which is above 0; only their ratios matter.</summary>
    public void Weigh(ReadOnlySpan<float> weights)
    {
        if (weights.Length != Count) throw new ArgumentException($"{Count} rows have {weights.Length} weights.");
        _weights.Clear();
        if (weights.IsEmpty || !weights.ContainsAnyExcept(weights[0])) return;
        var sum = 0.0;
        foreach (var weight in weights) sum += weight;

        // The least that is above 0: a row that counts next to nothing is no row without a weight.
        foreach (var weight in weights)
            _weights.Add(Math.Max((float)(weight / sum * weights.Length), float.Epsilon));
    }

    public void Add(ReadOnlySpan<float> features, float label)
    {
        if (_sparse is not null && !AddSparse(_sparse, features)) MoveToChunks(_sparse);
        if (_sparse is null) AddDense(features);
        _labels.Add(label);
    }

    /// <summary>One feature of some rows, which ascend.</summary>
    public float[] Column(ReadOnlySpan<int> rows, int feature)
    {
        var column = new float[rows.Length];
        if (_sparse is not null) _sparse.Column(rows, feature, column);
        else for (var i = 0; i < rows.Length; i++) column[i] = Dense(rows[i])[feature];
        return column;
    }

    /// <summary>Copies the features of some rows one after another.</summary>
    public void Gather(ReadOnlySpan<int> rows, Span<float> features)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var numbers = features.Slice(i * Features, Features);
            if (_sparse is not null) _sparse.CopyTo(rows[i], numbers);
            else Dense(rows[i]).CopyTo(numbers);
        }
    }

    public void Dispose() => _mapped?.Dispose();

    private ReadOnlySpan<float> Dense(int row) => _mapped is not null
        ? _mapped[row]
        : _chunks[row / _rowsPerChunk].AsSpan(row % _rowsPerChunk * Features, Features);

    private float[] Copy(int row)
    {
        var numbers = new float[Features];
        _sparse!.CopyTo(row, numbers);
        return numbers;
    }

    // False where what is not 0 takes more than half of what all numbers do, but for the first, or than the budget.
    private bool AddSparse(SparseRows sparse, ReadOnlySpan<float> features)
    {
        var filled = SparseRows.Filled(features);
        var bytes = _bytes + ((long)filled * SparseRows.EntryBytes);
        if (bytes > _budget || 2 * bytes > ((Count + 1L) * Features * sizeof(float)) + ChunkBytes) return false;
        sparse.Add(features, filled);
        _bytes = bytes;
        return true;
    }

    private void AddDense(ReadOnlySpan<float> features)
    {
        if (_mapped is null && _bytes + ((long)Features * sizeof(float)) > _budget) MoveToFile();
        if (_mapped is not null)
        {
            _mapped.Append(features);
            return;
        }

        var row = (int)(_bytes / sizeof(float) / Features);
        if (row % _rowsPerChunk == 0) _chunks.Add(new float[_rowsPerChunk * Features]);
        features.CopyTo(_chunks[^1].AsSpan(row % _rowsPerChunk * Features));
        _bytes += (long)Features * sizeof(float);
    }

    private void MoveToChunks(SparseRows sparse)
    {
        (_sparse, _bytes) = (null, 0);
        var numbers = new float[Features];
        for (var row = 0; row < Count; row++)
        {
            sparse.CopyTo(row, numbers);
            AddDense(numbers);
        }
    }

    private void MoveToFile()
    {
        var mapped = new MappedRows(Features, _folder);
        try
        {
            var rows = _bytes / sizeof(float) / Features;
            for (var row = 0; row < rows; row++) mapped.Append(Dense(row));
        }
        catch
        {
            mapped.Dispose();
            throw;
        }

        _chunks.Clear();
        _mapped = mapped;
    }
}
