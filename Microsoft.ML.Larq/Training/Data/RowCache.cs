using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Training.Data;

/// <summary>
/// The rows that training goes over again and again: features and one label each. In memory up to a budget of bytes;
/// beyond it the features move to a temporary file that is mapped into memory and deleted at the end.
/// </summary>
internal sealed class RowCache : IDisposable
{
    private const int ChunkBytes = 4 << 20;

    private readonly long _budget;
    private readonly string _folder;
    private readonly int _rowsPerChunk;
    private readonly List<float> _labels = [];
    private readonly List<float> _weights = [];
    private readonly List<float[]> _chunks = [];
    private MappedRows? _mapped;

    public RowCache(int features, long budget, string folder)
    {
        Features = features;
        _budget = budget;
        _folder = folder;
        _rowsPerChunk = Math.Max(1, ChunkBytes / sizeof(float) / features);
    }

    /// <summary>Numbers a row has.</summary>
    public int Features { get; }

    public int Count => _labels.Count;

    public bool IsMapped => _mapped is not null;

    public ReadOnlySpan<float> Labels => CollectionsMarshal.AsSpan(_labels);

    /// <summary>How much each row counts, 1 in the mean; none where all count alike.</summary>
    public ReadOnlySpan<float> Weights => CollectionsMarshal.AsSpan(_weights);

    /// <summary>The features of a row.</summary>
    public ReadOnlySpan<float> this[int row] => _mapped is not null
        ? _mapped[row]
        : _chunks[row / _rowsPerChunk].AsSpan(row % _rowsPerChunk * Features, Features);

    /// <summary>Gives each row that was added a weight, which is above 0; only their ratios matter.</summary>
    public void Weigh(ReadOnlySpan<float> weights)
    {
        if (weights.Length != Count) throw new ArgumentException($"{Count} rows have {weights.Length} weights.");
        _weights.Clear();
        if (!weights.ContainsAnyExcept(weights[0])) return;
        var sum = 0.0;
        foreach (var weight in weights) sum += weight;
        foreach (var weight in weights) _weights.Add((float)(weight / sum * weights.Length));
    }

    public void Add(ReadOnlySpan<float> features, float label)
    {
        if (_mapped is null && (Count + 1L) * Features * sizeof(float) > _budget) MoveToFile();
        if (_mapped is not null)
        {
            _mapped.Append(features);
        }
        else
        {
            if (Count % _rowsPerChunk == 0) _chunks.Add(new float[_rowsPerChunk * Features]);
            features.CopyTo(_chunks[^1].AsSpan(Count % _rowsPerChunk * Features));
        }

        _labels.Add(label);
    }

    /// <summary>One feature of some rows.</summary>
    public float[] Column(ReadOnlySpan<int> rows, int feature)
    {
        var column = new float[rows.Length];
        for (var i = 0; i < rows.Length; i++) column[i] = this[rows[i]][feature];
        return column;
    }

    /// <summary>Copies the features of some rows one after another.</summary>
    public void Gather(ReadOnlySpan<int> rows, Span<float> features)
    {
        for (var i = 0; i < rows.Length; i++) this[rows[i]].CopyTo(features[(i * Features)..]);
    }

    public void Dispose() => _mapped?.Dispose();

    private void MoveToFile()
    {
        var mapped = new MappedRows(Features, _folder);
        try
        {
            for (var row = 0; row < Count; row++) mapped.Append(this[row]);
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
