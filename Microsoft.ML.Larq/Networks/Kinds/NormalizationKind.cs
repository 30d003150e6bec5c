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
