namespace Microsoft.ML.Larq.Networks;

/// <summary>The largest value in each window, channel by channel; <c>same</c> padding never wins.</summary>
/// <remarks>Shape: (height, width, channels) → (height', width', channels).</remarks>
public sealed record MaxPooling2DLayer() : PoolingKind(axes: 2);

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="MaxPooling2DLayer"/>
    /// <param name="poolSize">Height and width of the window; steps of a sequence.</param>
    /// <param name="strides">Steps from one output to the next; default the window's size.</param>
    /// <param name="padding">Default <see cref="PadMode.Valid"/>.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor MaxPool2D(
        Sides poolSize, Sides? strides = null, PadMode padding = PadMode.Valid, string? name = null) => Apply(
        new MaxPooling2DLayer { PoolSize = poolSize, Strides = strides, Padding = padding }, name: name);
}
