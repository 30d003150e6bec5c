using System.Collections.Concurrent;

namespace Microsoft.ML.Larq.Packed;

/// <summary>Lends arenas; keeps as many as were ever used at the same time.</summary>
internal sealed class ArenaPool(int floats, int words, int scratch)
{
    private const int BatchBytes = 1 << 20;
    private const int MostRows = 64;

    private readonly ConcurrentBag<Arena> _single = [];
    private readonly ConcurrentBag<Arena> _batch = [];

    /// <summary>Rows of a batch: as many as fit into the second cache, so that one operation's rows are there for the
    /// next.</summary>
    public int BatchRows { get; } = (int)Math.Clamp(
        BatchBytes / Math.Max(1, ((long)floats * sizeof(float)) + ((long)words * sizeof(ulong))), 1, MostRows);

    /// <summary>An arena for one row, or for a batch.</summary>
    public Arena Rent(int rows)
    {
        var (bag, most) = rows == 1 ? (_single, 1) : (_batch, BatchRows);
        return bag.TryTake(out var arena) ? arena : new Arena(floats, words, scratch, most);
    }

    public void Return(Arena arena) => (arena.Most == 1 ? _single : _batch).Add(arena);
}
