using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Adds zeros before and after a sequence.</summary>
/// <remarks>Shape: (length, channels) → (before + length + after, channels). Keras: <c>ZeroPadding1D</c>.</remarks>
public sealed record ZeroPadding1DLayer : LayerKind
{
    /// <summary>Steps added before the first; at least 0, default 1.</summary>
    public int Before { get; init; } = 1;

    /// <summary>Steps added after the last; at least 0, default 1.</summary>
    public int After { get; init; } = 1;

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var sequence = inputs.Sequence;
        inputs.Range("before", Before, 0);
        inputs.Range("after", After, 0);
        return new TensorShape(inputs.Length((long)Before + sequence[0] + After), sequence.Channels);
    }
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="ZeroPadding1DLayer"/>
    /// <param name="before">Steps added before the first; at least 0, default 1.</param>
    /// <param name="after">Steps added after the last; at least 0, default as many as before.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor ZeroPadding1D(int before = 1, int? after = null, string? name = null) =>
        Apply(new ZeroPadding1DLayer { Before = before, After = after ?? before }, name: name);
}
