namespace Microsoft.ML.Larq.Networks;

/// <summary>The mean of each window of a sequence, channel by channel; <c>same</c> padding is not counted.</summary>
/// <remarks>Shape: (length, channels) → (length', channels).</remarks>
public sealed record AveragePooling1DLayer : PoolingKind
{
    internal override int SpatialAxes => 1;
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="AveragePooling1DLayer"/>
    /// <param name="poolSize">Steps that the window covers.</param>
    /// <param name="strides">Steps from one output to the next; default the window's size.</param>
    /// <param name="padding">Default <see cref="PadMode.Valid"/>.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor AveragePool1D(
        int poolSize, int? strides = null, PadMode padding = PadMode.Valid, string? name = null) => Apply(
        new AveragePooling1DLayer { PoolSize = poolSize, Strides = strides, Padding = padding }, name: name);
}
