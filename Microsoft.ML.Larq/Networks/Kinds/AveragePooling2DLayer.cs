namespace Microsoft.ML.Larq.Networks;

/// <summary>The mean of each window, channel by channel; <c>same</c> padding is not counted.</summary>
/// <remarks>Shape: (height, width, channels) → (height', width', channels).</remarks>
public sealed record AveragePooling2DLayer() : PoolingKind(axes: 2);

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="AveragePooling2DLayer"/>
    /// <inheritdoc cref="MaxPool2D" path="/param"/>
    public NetworkTensor AveragePool2D(
        Sides poolSize, Sides? strides = null, PadMode padding = PadMode.Valid, string? name = null) => Apply(
        new AveragePooling2DLayer { PoolSize = poolSize, Strides = strides, Padding = padding }, name: name);
}
