using System.Collections.Concurrent;

namespace Microsoft.ML.Larq.Packed;

/// <summary>Lends arenas; keeps as many as were ever used at the same time.</summary>
internal sealed class ArenaPool(int floats, int words, int scratch)
{
    private readonly ConcurrentBag<Arena> _free = [];

    public Arena Rent() => _free.TryTake(out var arena) ? arena : new Arena(floats, words, scratch);

    public void Return(Arena arena) => _free.Add(arena);
}
