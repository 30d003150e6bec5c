namespace Microsoft.ML.Larq.Clusters.Wires;

/// <summary>One rank's end of the wires: bytes from rank to rank, in order, none of which blocks.</summary>
internal interface IEndpoint
{
    int Rank { get; }

    int Size { get; }

    /// <summary>What another rank told when it failed; null while none did.</summary>
    Notice? Told { get; }

    /// <summary>Begins to send; the bytes stay as they are until that is done.</summary>
    /// <param name="to">The rank.</param>
    /// <param name="bytes">A part of a pinned array.</param>
    IPending Send(int to, ArraySegment<byte> bytes);

    /// <summary>Begins to receive exactly so many bytes.</summary>
    /// <param name="from">The rank.</param>
    /// <param name="bytes">A part of a pinned array.</param>
    IPending Receive(int from, ArraySegment<byte> bytes);

    /// <summary>Tells all others that this rank has failed, and does not wait for them.</summary>
    void Tell(Notice notice);
}
