using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Repeats each step of a sequence.</summary>
/// <remarks>Shape: (length, channels) → (length·size, channels). Keras: <c>UpSampling1D</c>.</remarks>
public sealed record UpSampling1DLayer : LayerKind
{
    /// <summary>How often each step comes; at least 1, default 2.</summary>
    public int Size { get; init; } = 2;

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var sequence = inputs.Sequence;
        inputs.Range("size", Size, 1);
        return new TensorShape(inputs.Length((long)sequence[0] * Size), sequence.Channels);
    }
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="UpSampling1DLayer"/>
    /// <param name="size">How often each step comes; at least 1, default 2.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor UpSampling1D(int size = 2, string? name = null) =>
        Apply(new UpSampling1DLayer { Size = size }, name: name);
}
