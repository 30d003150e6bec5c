namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// The largest value in each window of a sequence, channel by channel; <c>same</c> padding never wins.
/// </summary>
/// <remarks>Shape: (length, channels) → (length', channels).</remarks>
public sealed record MaxPooling1DLayer() : PoolingKind(axes: 1);

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="MaxPooling1DLayer"/>
    /// <inheritdoc cref="MaxPool2D" path="/param"/>
    public NetworkTensor MaxPool1D(
        int poolSize, int? strides = null, PadMode padding = PadMode.Valid, string? name = null) => Apply(
        new MaxPooling1DLayer { PoolSize = poolSize, Strides = strides, Padding = padding }, name: name);
}
