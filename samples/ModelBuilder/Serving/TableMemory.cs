using System.Text.Json;
using Larq.ModelBuilder.Data;

namespace Larq.ModelBuilder.Serving;

/// <summary>
/// The table that was looked at last: each choice of a label or a kind asks again, and the rows are the same. One is
/// read at a time.
/// </summary>
internal sealed class TableMemory
{
    private readonly SemaphoreSlim _one = new(1);
    private (string Path, long Bytes, DateTime Written, string Reading) _key;
    private TableFacts? _facts;

    /// <exception cref="DataException">It is no table.</exception>
    public async Task<TableFacts> Of(string path, ReadingChoices reading, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var file = new FileInfo(path);
            var key = file.Exists
                ? (path, file.Length, file.LastWriteTimeUtc, JsonSerializer.Serialize(reading))
                : default;
            if (_facts is { } known && key == _key && file.Exists) return known;
            _facts = null;
            var facts = TableInspection.Of(path, reading);
            (_key, _facts) = (key, facts);
            return facts;
        }
        finally
        {
            _one.Release();
        }
    }
}
