namespace Microsoft.ML.Larq.Clusters.Mpi;

/// <summary>What is done with bytes.</summary>
internal enum MpiKind
{
    Receive,
    Send,

    /// <summary>Sent, and done only once the other rank has taken it.</summary>
    SendAndSee,
}
