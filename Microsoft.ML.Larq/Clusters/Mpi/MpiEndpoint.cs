using Microsoft.ML.Larq.Clusters.Wires;

namespace Microsoft.ML.Larq.Clusters.Mpi;

/// <summary>This process's end for one piece of work.</summary>
/// <param name="world">The MPI of this process.</param>
/// <param name="notices">Where failures are told.</param>
/// <param name="work">
/// Which piece of work, from 1: what is left over from one that failed is not taken for another's.
/// </param>
internal sealed class MpiEndpoint(MpiWorld world, NoticeBoard notices, int work) : IEndpoint
{
    // MPI promises tags up to 32767.
    private readonly int _tag = NoticeBoard.Tag + 1 + (work % 32_000);

    public int Rank => world.Rank;

    public int Size => world.Size;

    public Notice? Told => notices.Told(work);

    public IPending Send(int to, ArraySegment<byte> bytes) => new MpiPending(world, to, _tag, bytes, MpiKind.Send);

    public IPending Receive(int from, ArraySegment<byte> bytes) =>
        new MpiPending(world, from, _tag, bytes, MpiKind.Receive);

    public void Tell(Notice notice) => notices.Tell(work, notice);
}
