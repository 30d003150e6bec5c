using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>The largest value of each channel over the whole sequence.</summary>
/// <remarks>Shape: (length, channels) → (channels,).</remarks>
public sealed record GlobalMaxPooling1DLayer : LayerKind
{
    internal override TensorShape Infer(LayerInputs inputs) => new(inputs.Sequence.Channels);
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="GlobalMaxPooling1DLayer"/>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor GlobalMaxPool1D(string? name = null) => Apply(new GlobalMaxPooling1DLayer(), name: name);
}
