using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Makes a vector of all elements, in row-major order: height, then width, then channels.</summary>
/// <remarks>Shape: any → (elements,).</remarks>
internal sealed record FlattenLayer : LayerKind
{
    internal override MacRule MacRule => MacRule.None;

    internal override TensorShape Infer(LayerInputs inputs) => new(inputs.Single.Size);
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="FlattenLayer"/>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor Flatten(string? name = null) => Apply(new FlattenLayer(), name: name);
}
