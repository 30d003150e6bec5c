namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// What belongs to those weights of a layer that are no kernel, its bias, slopes or scales: how they start and what
/// training does to them.
/// </summary>
public sealed record Coefficients
{
    /// <summary>How they start; null (default): biases and slopes at 0, scales at 1.</summary>
    public Initializer? Initializer { get; init; }

    /// <summary>What is added to the loss for them; default nothing.</summary>
    public WeightRegularizer? Regularizer { get; init; }

    /// <summary>What is done to them after each step; default nothing.</summary>
    public WeightConstraint? Constraint { get; init; }

    /// <summary>These, which start so where they do not say how.</summary>
    internal Coefficients From(Initializer start) => Initializer is null ? this with { Initializer = start } : this;

    internal WeightSpec Weight(string name, TensorShape shape) => new(name, shape, Initializer!)
    {
        Constraint = Constraint,
        Regularizer = Regularizer,
    };
}
