using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Clusters.Wires;

/// <summary>
/// What one rank does together with all others. Each rank calls the same methods in the same order; all get the same
/// bytes.
/// </summary>
/// <param name="endpoint">This rank's end of the wires; null for a rank that is alone.</param>
/// <param name="choices">What the cluster is asked for.</param>
internal sealed class Ranks(IEndpoint? endpoint, ClusterChoices choices)
{
    private PinnedBytes _outgoing;
    private PinnedBytes _incoming;
    private PartSums? _sums;

    /// <summary>One rank and no other.</summary>
    public static Ranks Alone { get; } = new(null, ClusterChoices.None);

    public ClusterChoices Choices => choices;

    public int Rank => endpoint?.Rank ?? 0;

    public int Size => endpoint?.Size ?? 1;

    public bool IsAlone => Size == 1;

    /// <summary>Whether it is rank 0, which reports and writes.</summary>
    public bool Leads => Rank == 0;

    /// <summary>Whether the ranks are threads of one process.</summary>
    public bool ShareAProcess { get; init; }

    /// <summary>Bytes that this rank has sent.</summary>
    public long Sent { get; private set; }

    /// <summary>How long it has waited for the others.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>Every rank's bytes, of any length, in the order of the ranks.</summary>
    public byte[][] GatherBytes(ReadOnlySpan<byte> own)
    {
        if (IsAlone) return [own.ToArray()];
        var lengths = GatherValue((long)own.Length);
        var outgoing = _outgoing.Of(own.Length);
        own.CopyTo(outgoing);
        var pending = new List<IPending>();
        var all = new byte[Size][];
        for (var rank = 0; rank < Size; rank++)
        {
            all[rank] = GC.AllocateUninitializedArray<byte>(checked((int)lengths[rank]), pinned: true);
            if (rank == Rank) own.CopyTo(all[rank]);
            else Exchange(pending, rank, outgoing, all[rank]);
        }

        Wait(pending);
        return all;
    }

    /// <summary>Every rank's value.</summary>
    public T[] GatherValue<T>(T own)
        where T : unmanaged => GatherValues(new ReadOnlySpan<T>(in own));

    /// <summary>Every rank's values, the same number of each, one rank's after another's.</summary>
    public T[] GatherValues<T>(ReadOnlySpan<T> own)
        where T : unmanaged
    {
        if (IsAlone) return own.ToArray();
        var bytes = MemoryMarshal.AsBytes(own);
        var (outgoing, incoming) = (_outgoing.Of(bytes.Length), _incoming.Of(checked(bytes.Length * Size)));
        bytes.CopyTo(outgoing);
        var pending = new List<IPending>();
        for (var rank = 0; rank < Size; rank++)
        {
            var place = incoming.Slice(rank * bytes.Length, bytes.Length);
            if (rank == Rank) bytes.CopyTo(place);
            else Exchange(pending, rank, outgoing, place);
        }

        Wait(pending);
        return MemoryMarshal.Cast<byte, T>(incoming).ToArray();
    }

    /// <summary>What rank 0 has.</summary>
    public byte[] BytesOfFirst(ReadOnlySpan<byte> own) =>
        IsAlone ? own.ToArray() : GatherBytes(Leads ? own : [])[0];

    /// <summary>What rank 0 has.</summary>
    public T OfFirst<T>(T own)
        where T : unmanaged => GatherValue(own)[0];

    /// <summary>Whether it is so on any rank.</summary>
    public bool Any(bool own) => IsAlone ? own : GatherValue(own).Contains(true);

    /// <summary>Adds up each number over the ranks, in their order.</summary>
    public void Sum(Span<double> numbers)
    {
        if (IsAlone) return;
        var all = GatherValues<double>(numbers);
        var count = numbers.Length;
        all.AsSpan(0, count).CopyTo(numbers);
        for (var rank = 1; rank < Size; rank++)
        {
            for (var i = 0; i < count; i++) numbers[i] += all[(rank * count) + i];
        }
    }

    /// <inheritdoc cref="PartSums"/>
    public void Sum(Span<float> numbers, bool inBFloat16 = false)
    {
        if (IsAlone || numbers.IsEmpty) return;
        _sums ??= new PartSums(this);
        _sums.Run(numbers, inBFloat16 ? BFloat16Format.Only : SingleFormat.Only);
    }

    /// <summary>Sends each other rank some bytes, and receives some from each.</summary>
    /// <param name="outgoing">What a rank is sent: a part of a pinned array; empty for nothing.</param>
    /// <param name="incoming">Where what it sends comes; empty for nothing.</param>
    public void Trade(Func<int, ArraySegment<byte>> outgoing, Func<int, ArraySegment<byte>> incoming)
    {
        var pending = new List<IPending>();
        for (var rank = 0; rank < Size; rank++)
        {
            if (rank != Rank) Exchange(pending, rank, outgoing(rank), incoming(rank));
        }

        Wait(pending);
    }

    /// <summary>Tells the others that this rank has failed, unless it was one of them that did.</summary>
    public void Fail(Exception error)
    {
        if (endpoint is null || endpoint.Told is not null) return;
        endpoint.Tell(Notice.Of(Rank, error));
    }

    /// <summary>The part of so many things that is a rank's: as many as another's, or one more or less.</summary>
    public (int Start, int Length) Part(int rank, int count)
    {
        var start = (int)((long)count * rank / Size);
        return (start, (int)((long)count * (rank + 1) / Size) - start);
    }

    private void Exchange(List<IPending> pending, int rank, ArraySegment<byte> outgoing, ArraySegment<byte> incoming)
    {
        if (incoming.Count > 0) pending.Add(endpoint!.Receive(rank, incoming));
        if (outgoing.Count == 0) return;
        pending.Add(endpoint!.Send(rank, outgoing));
        Sent += outgoing.Count;
    }

    private void Wait(List<IPending> pending)
    {
        var start = Stopwatch.GetTimestamp();
        Waiting.For(endpoint!, choices.Patience, pending);
        Waited += Stopwatch.GetElapsedTime(start);
    }
}
