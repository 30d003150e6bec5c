using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>Threads that take parts of shared work; one pool serves all networks of a process.</summary>
/// <param name="most">How many there may be.</param>
/// <param name="longSleep">After such a sleep a worker ends; default 20 s.</param>
internal sealed class WorkerPool(int most, TimeSpan? longSleep = null)
{
    private readonly Worker[] _all =
        [.. Enumerable.Range(0, most).Select(_ => new Worker(longSleep ?? TimeSpan.FromSeconds(20)))];

    /// <summary>The process's: one for each processor but the caller's.</summary>
    public static WorkerPool Shared { get; } = new(Environment.ProcessorCount - 1);

    /// <summary>How many there may be.</summary>
    public int Most => most;

    /// <summary>Lets one that is free take parts of some work; false where all are busy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Join(SharedWork team, int turn)
    {
        // Always from the first on, so that those that still watch are taken before those that sleep.
        foreach (var worker in _all)
        {
            if (worker.TryJoin(team, turn)) return true;
        }

        return false;
    }
}
