namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>Lends arenas.</summary>
internal sealed class ArenaPool
{
    private const int BatchBytes = 1 << 20;
    private const int MostRows = 64;

    private readonly Pool<Arena> _single;
    private readonly Pool<Arena> _batch;

    public ArenaPool(int floats, int words, int scratch)
    {
        var rowBytes = ((long)floats * sizeof(float)) + ((long)words * sizeof(ulong));
        ScratchWords = scratch;
        RowBytes = rowBytes + ((long)scratch * sizeof(ulong));
        BatchRows = (int)Math.Clamp(BatchBytes / Math.Max(1, rowBytes), 1, MostRows);
        _single = new(() => new Arena(floats, words, scratch, 1));
        _batch = new(() => new Arena(floats, words, scratch, BatchRows));
    }

    /// <summary>Bytes of an arena for one row.</summary>
    public long RowBytes { get; }

    /// <summary>Words that an operation needs for its own.</summary>
    public int ScratchWords { get; }

    /// <summary>Rows of a batch: as many as fit into the second cache, so that one operation's rows are there for the
    /// next.</summary>
    public int BatchRows { get; }

    /// <summary>An arena for one row, or for a batch.</summary>
    public Arena Rent(int rows) => For(rows).Rent();

    public void Return(Arena arena) => For(arena.Most).Return(arena);

    /// <summary>Makes arenas for so many threads, so that none is made while they score.</summary>
    public void Reserve(int rows, int threads) => For(rows).Reserve(threads);

    private Pool<Arena> For(int rows) => rows == 1 || BatchRows == 1 ? _single : _batch;
}
