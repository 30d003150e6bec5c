using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>The mean of each channel over the whole sequence.</summary>
/// <remarks>Shape: (length, channels) → (channels,).</remarks>
public sealed record GlobalAveragePooling1DLayer : LayerKind
{
    internal override TensorShape Infer(LayerInputs inputs) => new(inputs.Sequence.Channels);
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="GlobalAveragePooling1DLayer"/>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor GlobalAveragePool1D(string? name = null) =>
        Apply(new GlobalAveragePooling1DLayer(), name: name);
}
