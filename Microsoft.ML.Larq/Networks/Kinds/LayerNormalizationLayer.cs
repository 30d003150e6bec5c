using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Normalizes the channels of each place of each row on their own: y = γ·(x − μ)/√(σ² + ε) + β.</summary>
/// <remarks>
/// <para>
/// μ and σ² are the mean and the variance (Σ(x − μ)²/n) over the last axis, when training and when scoring alike.
/// </para>
/// <para>Shape: unchanged. Weights, each (channels,): <c>gamma</c>, <c>beta</c>.</para>
/// <para>Ba et al. 2016, <see href="https://arxiv.org/abs/1607.06450"/>. Keras: <c>LayerNormalization</c>.</para>
/// </remarks>
public sealed record LayerNormalizationLayer : NormalizationKind
{
    // Twice over the numbers for mean and variance, once more for the result; and a root at each place.
    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output)
    {
        var numbers = LayerCost.Touching(inputs, output, 3);
        return numbers with
        {
            MultiplyAdds = numbers.MultiplyAdds + (LayerCost.Exponential * (Int128)output.Size / output.Channels),
        };
    }
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="LayerNormalizationLayer"/>
    /// <inheritdoc cref="BatchNormalization" path="/param"/>
    public NetworkTensor LayerNormalization(
        float epsilon = 1e-3f, bool center = true, bool scale = true, string? name = null) => Apply(
        new LayerNormalizationLayer { Epsilon = epsilon, Center = center, Scale = scale }, name: name);
}
