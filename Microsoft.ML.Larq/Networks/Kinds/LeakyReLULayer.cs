using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>A rectifier with a fixed slope below 0: y = x where x &gt; 0, otherwise α·x.</summary>
/// <remarks>
/// <para>Backward: ∂y/∂x = 1 where x &gt; 0, otherwise α.</para>
/// <para>Shape: unchanged. Keras: <c>LeakyReLU</c>.</para>
/// </remarks>
public sealed record LeakyReLULayer : LayerKind
{
    /// <summary>α, the slope below 0; a finite number of at least 0, default 0.3 as in Keras.</summary>
    public float Alpha { get; init; } = 0.3f;

    internal override TensorShape Infer(LayerInputs inputs)
    {
        inputs.Range("alpha", Alpha, 0);
        return inputs.Single;
    }
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="LeakyReLULayer"/>
    /// <param name="alpha">α, the slope below 0; a finite number of at least 0, default 0.3.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor LeakyReLU(float alpha = 0.3f, string? name = null) =>
        Apply(new LeakyReLULayer { Alpha = alpha }, name: name);
}
