using System.Buffers.Binary;
using System.Diagnostics;
using Microsoft.ML.Larq.Clusters.Wires;

namespace Microsoft.ML.Larq.Clusters.Mpi;

/// <summary>Where the ranks' notices of failure arrive: a message of fixed length is awaited from each.</summary>
internal sealed class NoticeBoard
{
    /// <summary>The tag of notices; those of work are above it.</summary>
    public const int Tag = 1;

    private const int FarewellTag = 0;
    private const int Length = 4096;
    private const int Head = sizeof(int) + sizeof(int);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(0.5);

    private readonly MpiWorld _world;
    private readonly MpiPending?[] _awaited;
    private readonly Dictionary<int, Notice> _told = [];

    public NoticeBoard(MpiWorld world)
    {
        _world = world;
        _awaited = [.. Enumerable.Range(0, world.Size).Select(rank => rank == world.Rank ? null : Await(rank))];
    }

    /// <summary>What was told of a piece of work; null for nothing yet.</summary>
    public Notice? Told(int work)
    {
        for (var rank = 0; rank < _awaited.Length; rank++)
        {
            if (_awaited[rank] is not { } awaited || !awaited.Poll()) continue;
            var about = BinaryPrimitives.ReadInt32LittleEndian(awaited.Bytes);
            var length = BinaryPrimitives.ReadInt32LittleEndian(awaited.Bytes[sizeof(int)..]);
            _told.TryAdd(about, Notice.Read(rank, awaited.Bytes.Slice(Head, length)));
            _awaited[rank] = Await(rank);
        }

        return _told.GetValueOrDefault(work);
    }

    /// <summary>Tells all others.</summary>
    public void Tell(int work, Notice notice)
    {
        var message = GC.AllocateArray<byte>(Length, pinned: true);
        var words = notice.ToBytes();
        BinaryPrimitives.WriteInt32LittleEndian(message, work);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(sizeof(int)), words.Length);
        words.CopyTo(message, Head);
        List<MpiPending> sent =
        [
            .. Enumerable.Range(0, _world.Size).Where(rank => rank != _world.Rank)
                .Select(rank => new MpiPending(_world, rank, Tag, message, MpiKind.SendAndSee)),
        ];

        // A process that ends with an error takes the others with it: first they hear why, and say so. One that
        // computes hears it when it next waits, one that is gone never.
        var start = Stopwatch.GetTimestamp();
        while (sent.Count > 0 && Stopwatch.GetElapsedTime(start) < Patience)
        {
            sent.RemoveAll(one => one.Poll());
            if (sent.Count > 0) Thread.Sleep(1);
        }

        Thread.Sleep(Courtesy);
    }

    /// <summary>
    /// Waits until all ranks have come to the end of their programs: the launcher may end all as soon as one is gone,
    /// and a rank that was told of a failure may still have something to say or to save.
    /// </summary>
    /// <returns>Whether they have.</returns>
    public bool Farewell(TimeSpan patience)
    {
        var others = Enumerable.Range(0, _world.Size).Where(rank => rank != _world.Rank).ToArray();
        var start = Stopwatch.GetTimestamp();
        List<MpiPending> pending =
        [
            .. others.Select(rank => Word(rank, MpiKind.Receive)), .. others.Select(rank => Word(rank, MpiKind.Send)),
        ];
        while (pending.Count > 0 && Stopwatch.GetElapsedTime(start) < patience)
        {
            pending.RemoveAll(one => one.Poll());
            if (pending.Count > 0) Thread.Sleep(1);
        }

        return pending.Count == 0;

        MpiPending Word(int rank, MpiKind kind) =>
            new(_world, rank, FarewellTag, GC.AllocateArray<byte>(1, pinned: true), kind);
    }

    private MpiPending Await(int rank) => new(
        _world, rank, Tag, GC.AllocateArray<byte>(Length, pinned: true), MpiKind.Receive);
}
