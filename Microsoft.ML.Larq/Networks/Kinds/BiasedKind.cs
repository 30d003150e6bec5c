using System.Text.Json.Serialization;

namespace Microsoft.ML.Larq.Networks;

/// <summary>A kind with sums of products, behind which come a bias and an activation.</summary>
public abstract record BiasedKind : WeightedKind
{
    private protected BiasedKind()
    {
    }

    /// <summary>How the bias starts; default all 0.</summary>
    [JsonIgnore]
    public Initializer BiasInitializer { get; init; } = Initializer.Zeros;

    /// <summary>What is added to the loss for the bias; default nothing.</summary>
    public WeightRegularizer? BiasRegularizer { get; init; }

    /// <summary>
    /// What is added to the loss for the layer's output, activation included, divided by the rows of the batch; default
    /// nothing.
    /// </summary>
    public WeightRegularizer? ActivityRegularizer { get; init; }

    /// <summary>What is done to the bias after each step; default nothing.</summary>
    public WeightConstraint? BiasConstraint { get; init; }

    // Written where it is not the default alone, as Trainable is.
    [JsonInclude]
    [JsonPropertyName("biasInitializer")]
    internal Initializer? BiasInitializerOrNothing
    {
        get => BiasInitializer == Initializer.Zeros ? null : BiasInitializer;
        init => BiasInitializer = value ?? Initializer.Zeros;
    }

    private protected WeightSpec BiasOf(params ReadOnlySpan<int> shape) =>
        new("bias", new TensorShape(shape), BiasInitializer)
        {
            Constraint = BiasConstraint,
            Regularizer = BiasRegularizer,
        };
}
