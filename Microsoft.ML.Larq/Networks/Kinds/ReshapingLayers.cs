using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Makes a vector of all elements, in row-major order: height, then width, then channels.</summary>
/// <remarks>Shape: any → (elements,).</remarks>
internal sealed record FlattenLayer : LayerKind
{
    internal override MacRule MacRule => MacRule.None;

    internal override TensorShape Infer(LayerInputs inputs) => new(inputs.Single.Size);
}

/// <summary>The same elements in the same row-major order (height, width, channels) under another shape.</summary>
/// <remarks>Shape: any → <see cref="TargetShape"/>, of as many elements. Keras: <c>Reshape</c>.</remarks>
public sealed record ReshapeLayer : LayerKind
{
    /// <summary>The shape to give; as many elements as the input has.</summary>
    public required TensorShape TargetShape { get; init; }

    internal override TensorShape Infer(LayerInputs inputs) =>
        TargetShape.Size == inputs.Single.Size && TargetShape.Rank > 0
            ? TargetShape
            : inputs.Fail(
                $"wants a target shape of {inputs.Single.Size} elements, as {inputs.Single} has, got {TargetShape}.");
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="FlattenLayer"/>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor Flatten(string? name = null) => Apply(new FlattenLayer(), name: name);

    /// <inheritdoc cref="ReshapeLayer"/>
    /// <param name="targetShape">
    /// The dimensions, at least 1 each; one may be −1 and becomes what is left, as in <c>[1, 1, -1]</c>.
    /// </param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">
    /// Two dimensions are −1, one is another number below 1, or the elements do not come out.
    /// </exception>
    public NetworkTensor Reshape(ReadOnlySpan<int> targetShape, string? name = null)
    {
        var size = (long)Shape.Size;
        int[] dimensions = targetShape.ToArray();
        var known = dimensions.Where(dimension => dimension != -1)
            .Aggregate(1L, (product, dimension) => product * dimension);
        var open = dimensions.Count(dimension => dimension == -1);
        if (dimensions.Length is 0 or > 5 || dimensions.Any(dimension => dimension is < -1 or 0) || open > 1
            || known > size || size % known != 0 || (open == 0 && known != size))
        {
            throw new ArgumentException(
                $"Layer '{name ?? "reshape"}' (Reshape): wants a target shape of 1 to 5 dimensions of at least 1, one "
                + $"of which may be -1, for the {size} elements of {Shape}, got [{string.Join(", ", dimensions)}].");
        }

        return Apply(
            new ReshapeLayer
            {
                TargetShape = new(
                    [.. dimensions.Select(dimension => dimension == -1 ? (int)(size / known) : dimension)]),
            },
            name: name);
    }
}
