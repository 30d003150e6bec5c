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
    /// <summary>
    /// The mean of each channel over the whole image, or over the whole sequence: (height, width, channels), or
    /// (length, channels), → (channels,).
    /// </summary>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor GlobalAveragePool(string? name = null) => Apply(
        Shape.Rank == 2 ? new GlobalAveragePooling1DLayer() : new GlobalAveragePooling2DLayer(), name: name);
}
