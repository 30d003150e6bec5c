namespace Microsoft.ML.Larq.Clusters.Wires;

/// <summary>Another rank has failed, or is not heard of; who gets this tells nobody more.</summary>
internal sealed class RankFailedException : InvalidOperationException
{
    public RankFailedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
