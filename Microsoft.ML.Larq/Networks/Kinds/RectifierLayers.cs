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

/// <summary>A rectifier with a trained slope below 0: y = x where x &gt; 0, otherwise α·x.</summary>
/// <remarks>
/// <para>Backward: ∂y/∂x = 1 where x &gt; 0, α where x &lt; 0 and 0 at 0; ∂y/∂α = x where x &lt; 0, otherwise 0.</para>
/// <para>Shape: unchanged. Weight <c>alpha</c>: the input's shape with 1 along every shared axis, so one slope an
/// element without any, and one per channel of an image with <c>[1, 2]</c>.</para>
/// <para>He et al. 2015, <see href="https://arxiv.org/abs/1502.01852"/>. Keras: <c>PReLU</c>.</para>
/// </remarks>
public sealed record PReLULayer : WeightedKind
{
    /// <summary>Axes along which one slope serves all; none by default, as in Keras.</summary>
    public Axes SharedAxes { get; init; }

    /// <summary>
    /// How the slopes start, default at 0 as in Keras, so that it starts as a plain rectifier, and what training does
    /// to them. A norm's axes are those of the weight's shape: of an image 0 is the height.
    /// </summary>
    public Coefficients Alpha
    {
        get;
        init => field = (value ?? throw new ArgumentNullException(nameof(Alpha))).From(Initializer.Zeros);
    } = new() { Initializer = Initializer.Zeros };

    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output) =>
        LayerCost.Touching(inputs, output) with { Tables = output.Size };

    internal override TensorShape Infer(LayerInputs inputs)
    {
        inputs.Within("shared axes", SharedAxes);
        return inputs.Single;
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
    [
        Alpha.Weight("alpha", SharedAxes.Of(inputs[0], kept: false)),
    ];
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="LeakyReLULayer"/>
    /// <param name="alpha">α, the slope below 0; a finite number of at least 0, default 0.3.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor LeakyReLU(float alpha = 0.3f, string? name = null) =>
        Apply(new LeakyReLULayer { Alpha = alpha }, name: name);

    /// <inheritdoc cref="PReLULayer"/>
    /// <param name="sharedAxes">
    /// Axes along which one slope serves all, for example <c>[1, 2]</c>; default none: one slope an element.
    /// </param>
    /// <param name="alpha">How the slopes start and are kept, as in <c>new() { Constraint = "non_neg" }</c>.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor PReLU(Axes sharedAxes = default, Coefficients? alpha = null, string? name = null) =>
        Apply(new PReLULayer { SharedAxes = sharedAxes, Alpha = alpha ?? new Coefficients() }, name: name);
}
