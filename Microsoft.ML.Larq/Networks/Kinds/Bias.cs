namespace Microsoft.ML.Larq.Networks;

/// <summary>All that belongs to a layer's bias: how it starts and what training does to it.</summary>
public sealed record Bias
{
    /// <summary>How the bias starts; default all 0.</summary>
    public Initializer Initializer
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Initializer));
    } = Initializer.Zeros;

    /// <summary>What is added to the loss for the bias; default nothing.</summary>
    public WeightRegularizer? Regularizer { get; init; }

    /// <summary>What is done to the bias after each step; default nothing.</summary>
    public WeightConstraint? Constraint { get; init; }

    internal WeightSpec Weight(params ReadOnlySpan<int> shape) => new("bias", new TensorShape(shape), Initializer)
    {
        Constraint = Constraint,
        Regularizer = Regularizer,
    };
}
