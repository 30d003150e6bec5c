namespace Microsoft.ML.Larq.Clusters.Wires;

/// <summary>What a cluster is asked for.</summary>
/// <param name="RowsAreShares">Whether each rank reads other rows.</param>
/// <param name="SynchronizesNormalization">Whether batch normalizations use all ranks' rows of a step.</param>
/// <param name="Patience">How long a rank waits for another.</param>
/// <param name="Wire">As what gradients are sent.</param>
internal sealed record ClusterChoices(
    bool RowsAreShares, bool SynchronizesNormalization, TimeSpan Patience, GradientWire Wire = GradientWire.Exact)
{
    /// <summary>Those of a rank that is alone.</summary>
    public static ClusterChoices None { get; } = new(false, false, TimeSpan.FromMinutes(5));
}
