using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Its input, under a name of its own: a place that others can ask for.</summary>
/// <remarks>
/// Shape: unchanged. Larq Zoo's Real-to-Binary networks end each block so (<c>…_out</c>), for attention matching.
/// </remarks>
internal sealed record IdentityLayer : LayerKind
{
    internal override TensorShape Infer(LayerInputs inputs) => inputs.Single;
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="IdentityLayer"/>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor Identity(string? name = null) => Apply(new IdentityLayer(), name: name);
}
