using System.Collections.Concurrent;
using Microsoft.ML.Larq.Clusters.Wires;

namespace Microsoft.ML.Larq.Clusters.Threads;

/// <summary>One thread's end: bytes are copied into the queue and out of it.</summary>
internal sealed class ThreadEndpoint(ThreadHub hub, int rank) : IEndpoint
{
    public int Rank => rank;

    public int Size => hub.Size;

    public Notice? Told => hub.Told is { } notice && notice.Rank != rank ? notice : null;

    public IPending Send(int to, ArraySegment<byte> bytes)
    {
        hub.Queue(rank, to).Enqueue(bytes.ToArray());
        return new Sent(to);
    }

    public IPending Receive(int from, ArraySegment<byte> bytes) => new Awaited(hub.Queue(from, rank), from, bytes);

    public void Tell(Notice notice) => hub.Tell(notice);

    private sealed record Sent(int Other) : IPending
    {
        public bool Poll() => true;
    }

    private sealed class Awaited(ConcurrentQueue<byte[]> queue, int from, ArraySegment<byte> bytes) : IPending
    {
        public int Other => from;

        public bool Poll()
        {
            if (!queue.TryDequeue(out var message)) return false;
            if (message.Length != bytes.Count)
            {
                throw new InvalidOperationException(
                    $"Rank {from} sent {message.Length} bytes where {bytes.Count} were expected: the ranks do not do "
                    + "the same.");
            }

            message.CopyTo(bytes.AsSpan());
            return true;
        }
    }
}
