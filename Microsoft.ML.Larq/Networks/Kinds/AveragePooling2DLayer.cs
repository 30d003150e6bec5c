namespace Microsoft.ML.Larq.Networks;

/// <summary>The mean of each window, channel by channel; <c>same</c> padding is not counted.</summary>
/// <remarks>Shape: (height, width, channels) → (height', width', channels).</remarks>
public sealed record AveragePooling2DLayer : PoolingKind
{
    internal override int SpatialAxes => 2;
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="AveragePooling2DLayer"/>
    /// <param name="poolSize">Height and width of the window.</param>
    /// <param name="strides">Steps from one output pixel to the next; default the window's size.</param>
    /// <param name="padding">Default <see cref="PadMode.Valid"/>.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor AveragePool2D(
        Sides poolSize, Sides? strides = null, PadMode padding = PadMode.Valid, string? name = null) => Apply(
        new AveragePooling2DLayer { PoolSize = poolSize, Strides = strides, Padding = padding }, name: name);
}
