using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>A rectifier with a trained slope below 0: y = x where x &gt; 0, otherwise α·x.</summary>
/// <remarks>
/// <para>Backward: ∂y/∂x = 1 where x &gt; 0, α where x &lt; 0 and 0 at 0; ∂y/∂α = x where x &lt; 0, otherwise 0.</para>
/// <para>
/// Shape: unchanged. Weight <c>alpha</c>: the input's shape with 1 along every shared axis, so one slope an element
/// without any, and one per channel of an image with <c>[1, 2]</c>.
/// </para>
/// <para>He et al. 2015, <see href="https://arxiv.org/abs/1502.01852"/>. Keras: <c>PReLU</c>.</para>
/// </remarks>
public sealed record PReLULayer : WeightedKind
{
    /// <summary>Axes along which one slope serves all; none by default, as in Keras.</summary>
    public Axes SharedAxes { get; init; }

    /// <summary>How the slopes start; default 0, as in Keras, so that it starts as a plain rectifier.</summary>
    public Initializer AlphaInitializer { get; init; } = Initializer.Zeros;

    /// <summary>What is added to the loss for the slopes; default nothing.</summary>
    public WeightRegularizer? AlphaRegularizer { get; init; }

    /// <summary>
    /// What is done to the slopes after each step; default nothing. A norm's axes are those of the weight's shape: of
    /// an image 0 is the height.
    /// </summary>
    public WeightConstraint? AlphaConstraint { get; init; }

    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output) =>
        LayerCost.Touching(inputs, output) with { Tables = output.Size };

    internal override TensorShape Infer(LayerInputs inputs)
    {
        inputs.Within("shared axes", SharedAxes);
        return inputs.Single;
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
    [
        new("alpha", SharedAxes.Of(inputs[0], kept: false), AlphaInitializer)
        {
            Constraint = AlphaConstraint,
            Regularizer = AlphaRegularizer,
        },
    ];
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="PReLULayer"/>
    /// <param name="sharedAxes">
    /// Axes along which one slope serves all, for example <c>[1, 2]</c>; default none: one slope an element.
    /// </param>
    /// <param name="alphaInitializer">How the slopes start; default <c>zeros</c>.</param>
    /// <param name="alphaRegularizer">
    /// Added to the loss for the slopes, for example <c>"l2(l2=0.0001)"</c>; default nothing.
    /// </param>
    /// <param name="alphaConstraint">
    /// Applied to the slopes after each step, for example <c>"non_neg"</c>; default none.
    /// </param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor PReLU(
        Axes sharedAxes = default,
        Initializer? alphaInitializer = null,
        WeightRegularizer? alphaRegularizer = null,
        WeightConstraint? alphaConstraint = null,
        string? name = null) => Apply(
        new PReLULayer
        {
            SharedAxes = sharedAxes,
            AlphaInitializer = alphaInitializer ?? Initializer.Zeros,
            AlphaRegularizer = alphaRegularizer,
            AlphaConstraint = alphaConstraint,
        },
        name: name);
}
