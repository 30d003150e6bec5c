namespace Microsoft.ML.Larq.Clusters.Wires;

/// <summary>Who the ranks are, and how work is done on all of them.</summary>
internal interface ICluster
{
    /// <summary>The caller's number, from 0.</summary>
    int Rank { get; }

    int Size { get; }

    /// <summary>Does a piece of work on every rank; gives the caller's result.</summary>
    T Run<T>(Func<Ranks, T> work);
}
