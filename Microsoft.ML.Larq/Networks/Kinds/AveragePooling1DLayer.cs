namespace Microsoft.ML.Larq.Networks;

/// <summary>The mean of each window of a sequence, channel by channel; <c>same</c> padding is not counted.</summary>
/// <remarks>Shape: (length, channels) → (length', channels).</remarks>
public sealed record AveragePooling1DLayer() : PoolingKind(axes: 1);

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="AveragePooling1DLayer"/>
    /// <inheritdoc cref="MaxPool2D" path="/param"/>
    public NetworkTensor AveragePool1D(
        int poolSize, int? strides = null, PadMode padding = PadMode.Valid, string? name = null) => Apply(
        new AveragePooling1DLayer { PoolSize = poolSize, Strides = strides, Padding = padding }, name: name);
}
