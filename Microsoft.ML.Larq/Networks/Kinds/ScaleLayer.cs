using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Multiplies with an outer product of trained scales, a vector per chosen axis: y = x·(s₁·s₂·…).</summary>
/// <remarks>
/// <para>The scales of the axes are multiplied with each other first, from the first axis to the last, and with x then.
/// Backward: to x and to every scale.</para>
/// <para>Shape: unchanged; 1 to 4 dimensions. Weights: <c>scale_h</c> (height, 1, 1), <c>scale_w</c> (1, width, 1) and
/// <c>scale_c</c> (1, 1, channels) of an image; <c>scale_l</c> of a sequence's steps and <c>scale_d</c> of a volume's
/// depth; those of the chosen axes only.</para>
/// <para>Bulat and Tzimiropoulos 2019 (XNOR-Net++), <see href="https://arxiv.org/abs/1909.13863"/>; Larq Zoo's strong
/// baseline scales so behind each binary convolution.</para>
/// </remarks>
public sealed record ScaleLayer : WeightedKind
{
    private static readonly string[] AxisNames = ["c", "lc", "hwc", "dhwc"];

    /// <summary>The axes that have scales; at least one.</summary>
    public required Axes Axes { get; init; }

    /// <summary>How the scales start, default at 1, and what training does to those of each axis.</summary>
    public Coefficients Scale
    {
        get;
        init => field = (value ?? throw new ArgumentNullException(nameof(Scale))).From(Initializer.Ones);
    } = new() { Initializer = Initializer.Ones };

    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output) =>
        LayerCost.Touching(inputs, output) with { Tables = output.Size };

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var shape = inputs.Single;
        if (shape.Rank > AxisNames.Length) return inputs.Fail($"wants 1 to 4 dimensions, got the shape {shape}.");
        if (Axes.Count == 0) return inputs.Fail($"axes are one or more, got {Axes}.");
        inputs.Within("axes", Axes);
        return shape;
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        foreach (var axis in Axes)
        {
            var name = $"scale_{AxisNames[inputs[0].Rank - 1][axis - 1]}";
            yield return Scale.Weight(name, Axes.Of([axis]).Of(inputs[0], kept: true));
        }
    }
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="ScaleLayer"/>
    /// <param name="axes">The axes that have scales, for example <c>[3]</c>, an image's channels; default all.</param>
    /// <param name="scale">
    /// How the scales of each axis start and are kept, for example <c>new() { Regularizer = "l2(l2=0.0001)" }</c>.
    /// </param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor Scale(Axes? axes = null, Coefficients? scale = null, string? name = null) => Apply(
        new ScaleLayer
        {
            Axes = axes ?? Axes.Of([.. Enumerable.Range(1, Shape.Rank)]),
            Scale = scale ?? new Coefficients(),
        },
        name: name);
}
