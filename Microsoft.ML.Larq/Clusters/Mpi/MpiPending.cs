using Microsoft.ML.Larq.Clusters.Wires;

namespace Microsoft.ML.Larq.Clusters.Mpi;

/// <summary>A send or a receive that was begun; it keeps its bytes where they are until it is done.</summary>
internal sealed unsafe class MpiPending : IPending
{
    private static readonly HashSet<MpiPending> Begun = [];

    private readonly MpiWorld _world;
    private readonly nint[] _request = GC.AllocateArray<nint>(1, pinned: true);
    private readonly ArraySegment<byte> _bytes;
    private readonly MpiKind _kind;

    /// <param name="world">Where.</param>
    /// <param name="other">The rank at the other end.</param>
    /// <param name="tag">What it is matched by.</param>
    /// <param name="bytes">A part of a pinned array.</param>
    /// <param name="kind">What is done with it.</param>
    public MpiPending(MpiWorld world, int other, int tag, ArraySegment<byte> bytes, MpiKind kind)
    {
        (_world, Other, _bytes, _kind) = (world, other, bytes, kind);
        lock (world.Calls)
        {
            fixed (nint* request = _request)
            fixed (byte* start = bytes.Array)
            {
                var at = start + bytes.Offset;
                var (library, all) = (world.Library, world.Communicator);
                if (kind == MpiKind.Receive) library.Receive(at, bytes.Count, other, tag, all, request);
                else if (kind == MpiKind.Send) library.Send(at, bytes.Count, other, tag, all, request);
                else library.SendAndSee(at, bytes.Count, other, tag, all, request);
            }

            // What is given up after a failure is still MPI's: nothing may move or free its memory.
            Begun.Add(this);
        }
    }

    public int Other { get; }

    /// <summary>What is sent, or was received.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    public bool Poll()
    {
        lock (_world.Calls)
        {
            fixed (nint* request = _request)
            {
                if (!_world.Library.Test(request)) return false;
            }

            Begun.Remove(this);
            return true;
        }
    }

    /// <summary>Takes back every receive that was begun.</summary>
    /// <returns>Whether nothing is left: a send that nobody takes stays.</returns>
    public static bool TakeBackAll()
    {
        foreach (var pending in Begun.Where(one => one._kind == MpiKind.Receive).ToArray()) pending.Cancel();
        return Begun.Count == 0;
    }

    private void Cancel()
    {
        fixed (nint* request = _request) _world.Library.Cancel(request);
        for (var turn = 0; turn < 1000 && !Poll(); turn++) Thread.Yield();
    }
}
