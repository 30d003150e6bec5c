using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>The mean of each channel over the whole image.</summary>
/// <remarks>Shape: (height, width, channels) → (channels,).</remarks>
public sealed record GlobalAveragePooling2DLayer : LayerKind
{
    internal override TensorShape Infer(LayerInputs inputs) => new(inputs.Image.Channels);
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="GlobalAveragePooling2DLayer"/>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor GlobalAveragePool(string? name = null) => Apply(new GlobalAveragePooling2DLayer(), name: name);
}
