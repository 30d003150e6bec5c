using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>The largest value of each channel over the whole image.</summary>
/// <remarks>Shape: (height, width, channels) → (channels,).</remarks>
public sealed record GlobalMaxPooling2DLayer : LayerKind
{
    internal override TensorShape Infer(LayerInputs inputs) => new(inputs.Image.Channels);
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="GlobalMaxPooling2DLayer"/>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor GlobalMaxPool2D(string? name = null) => Apply(new GlobalMaxPooling2DLayer(), name: name);
}
