using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>A number of each channel over all places of a sequence or an image.</summary>
/// <remarks>Shape: (length, channels), or (height, width, channels), → (channels,).</remarks>
internal abstract record GlobalPoolingKind : LayerKind
{
    private protected GlobalPoolingKind(int axes)
        : base(axes)
    {
    }

    internal sealed override TensorShape Infer(LayerInputs inputs) => new(inputs.WithAxes(SpatialAxes).Channels);
}

/// <summary>The mean of each channel over the whole sequence.</summary>
internal sealed record GlobalAveragePooling1DLayer() : GlobalPoolingKind(axes: 1);

/// <summary>The mean of each channel over the whole image.</summary>
internal sealed record GlobalAveragePooling2DLayer() : GlobalPoolingKind(axes: 2);

/// <summary>The largest value of each channel over the whole sequence.</summary>
internal sealed record GlobalMaxPooling1DLayer() : GlobalPoolingKind(axes: 1);

/// <summary>The largest value of each channel over the whole image.</summary>
internal sealed record GlobalMaxPooling2DLayer() : GlobalPoolingKind(axes: 2);

public sealed partial class NetworkTensor
{
    /// <summary>
    /// The mean of each channel over the whole image, or over the whole sequence: (height, width, channels), or
    /// (length, channels), → (channels,).
    /// </summary>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor GlobalAveragePool(string? name = null) => Apply(
        Shape.Rank == 2 ? new GlobalAveragePooling1DLayer() : new GlobalAveragePooling2DLayer(), name: name);

    /// <summary>
    /// The largest value of each channel over the whole image, or over the whole sequence: (height, width, channels),
    /// or (length, channels), → (channels,).
    /// </summary>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor GlobalMaxPool(string? name = null) => Apply(
        Shape.Rank == 2 ? new GlobalMaxPooling1DLayer() : new GlobalMaxPooling2DLayer(), name: name);
}
