using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>What normalizations share: y = γ·(x − μ)/√(σ² + ε) + β.</summary>
public abstract record NormalizationKind : WeightedKind
{
    private protected NormalizationKind()
    {
    }

    /// <summary>ε, added to the variance; above 0, default 0.001.</summary>
    public float Epsilon { get; init; } = 1e-3f;

    /// <summary>Whether there is an offset β; default true.</summary>
    public bool Center { get; init; } = true;

    /// <summary>Whether there is a scale γ; default true.</summary>
    public bool Scale { get; init; } = true;

    internal override TensorShape Infer(LayerInputs inputs)
    {
        inputs.Range("epsilon", Epsilon, 1e-12);
        return inputs.Single;
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        var channels = new TensorShape(inputs[0].Channels);
        if (Scale) yield return new WeightSpec("gamma", channels, Initializer.Ones);
        if (Center) yield return new WeightSpec("beta", channels, Initializer.Zeros);
    }
}

/// <summary>Batch normalization over everything but the channels: y = γ·(x − μ)/√(σ² + ε) + β.</summary>
/// <remarks>
/// <para>Training uses the batch's mean and variance; scoring uses the kept ones. Momentum is Keras':
/// kept ← momentum·kept + (1 − momentum)·batch.</para>
/// <para>Scoring computes y = x·a + b with a = γ/√(σ² + ε) and b = β − μ·a, each operation rounded to single
/// precision.</para>
/// <para>With <see cref="WeightedKind.Trainable"/> false, training uses the kept mean and variance too and leaves them,
/// as Keras does.</para>
/// <para>Shape: unchanged; vectors, sequences, images or volumes. Weights, each (channels,): <c>gamma</c>, <c>beta</c>,
/// <c>moving_mean</c>, <c>moving_variance</c>.</para>
/// <para>Ioffe and Szegedy 2015, <see href="https://arxiv.org/abs/1502.03167"/>.</para>
/// </remarks>
public sealed record BatchNormalizationLayer : NormalizationKind
{
    /// <summary>Share of the kept statistics that stays at each step, from 0 to 1.</summary>
    public float Momentum { get; init; } = 0.99f;

    internal override MacRule MacRule => MacRule.None;

    internal override TensorShape Infer(LayerInputs inputs)
    {
        inputs.Range("momentum", Momentum, 0, 1);
        var shape = base.Infer(inputs);
        return shape.Rank <= 4
            ? shape
            : inputs.Fail($"wants a vector, a sequence, an image or a volume, got the shape {shape}.");
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        var channels = new TensorShape(inputs[0].Channels);
        return
        [
            .. base.Weights(inputs),
            new("moving_mean", channels, Initializer.Zeros) { Trainable = false },
            new("moving_variance", channels, Initializer.Ones) { Trainable = false },
        ];
    }
}

/// <summary>Normalizes the channels of each place of each row on their own: y = γ·(x − μ)/√(σ² + ε) + β.</summary>
/// <remarks>
/// <para>μ and σ² are the mean and the variance (Σ(x − μ)²/n) over the last axis, when training and when scoring
/// alike.</para>
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
    /// <inheritdoc cref="BatchNormalizationLayer"/>
    /// <param name="momentum">Share of the kept statistics that stays at each step, from 0 to 1; default 0.99.</param>
    /// <param name="epsilon">Added to the variance, above 0; default 0.001.</param>
    /// <param name="center">Whether there is an offset β; default true.</param>
    /// <param name="scale">Whether there is a scale γ; default true.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor BatchNormalization(
        float momentum = 0.99f,
        float epsilon = 1e-3f,
        bool center = true,
        bool scale = true,
        string? name = null) => Apply(
        new BatchNormalizationLayer { Momentum = momentum, Epsilon = epsilon, Center = center, Scale = scale },
        name: name);

    /// <inheritdoc cref="LayerNormalizationLayer"/>
    /// <inheritdoc cref="BatchNormalization" path="/param"/>
    public NetworkTensor LayerNormalization(
        float epsilon = 1e-3f, bool center = true, bool scale = true, string? name = null) => Apply(
        new LayerNormalizationLayer { Epsilon = epsilon, Center = center, Scale = scale }, name: name);
}
