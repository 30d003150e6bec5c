using System.Collections.Concurrent;
using Microsoft.ML.Larq.Clusters.Wires;

namespace Microsoft.ML.Larq.Clusters.Threads;

/// <summary>What lies between the threads of one work: a queue from each rank to each, and what the first failed of.
/// </summary>
internal sealed class ThreadHub(int size)
{
    private readonly ConcurrentQueue<byte[]>[] _queues =
        [.. Enumerable.Range(0, size * size).Select(_ => new ConcurrentQueue<byte[]>())];

    private Notice? _told;

    public int Size => size;

    public Notice? Told => Volatile.Read(ref _told);

    /// <summary>The queue from a rank to another.</summary>
    public ConcurrentQueue<byte[]> Queue(int from, int to) => _queues[(from * size) + to];

    /// <summary>The first notice counts.</summary>
    public void Tell(Notice notice) => Interlocked.CompareExchange(ref _told, notice, null);
}
