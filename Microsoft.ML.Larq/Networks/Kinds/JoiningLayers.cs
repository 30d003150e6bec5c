using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>The sum of two or more tensors of one shape, added from the first to the last.</summary>
/// <remarks>Shape: that of every input.</remarks>
public sealed record AddLayer : LayerKind
{
    internal override TensorShape Infer(LayerInputs inputs)
    {
        var shapes = inputs.Several;
        return shapes.All(shape => shape == shapes[0])
            ? shapes[0]
            : inputs.Fail($"wants inputs of one shape, got {string.Join(" and ", shapes)}.");
    }
}

/// <summary>The product of two or more tensors, element by element, multiplied from the first to the last.</summary>
/// <remarks>
/// Shape: all of one rank; along each axis the inputs are of one length, or of length 1 and repeated. So a gate of
/// (1, 1, channels) scales the channels of an image.
/// </remarks>
public sealed record MultiplyLayer : LayerKind
{
    internal override TensorShape Infer(LayerInputs inputs)
    {
        var shapes = inputs.Several;
        var rank = shapes[0].Rank;
        int[] largest =
            [.. Enumerable.Range(0, rank).Select(axis => shapes.Max(shape => shape.Rank == rank ? shape[axis] : 0))];
        return shapes.All(shape => shape.Rank == rank
            && largest.Index().All(pair => shape[pair.Index] == 1 || shape[pair.Index] == pair.Item))
            ? new TensorShape(largest)
            : inputs.Fail(
                $"wants inputs of one rank whose dimensions are equal or 1, got {string.Join(" and ", shapes)}.");
    }
}

/// <summary>Puts the channels of two or more tensors one after another.</summary>
/// <remarks>Shape: all but the last dimension must agree; the last ones are added up.</remarks>
public sealed record ConcatenateLayer : LayerKind
{
    internal override TensorShape Infer(LayerInputs inputs)
    {
        var shapes = inputs.Several;
        var leading = Leading(shapes[0]);
        return shapes.All(shape => Leading(shape).SequenceEqual(leading))
            ? new TensorShape([.. leading, inputs.Length(shapes.Sum(shape => (long)shape.Channels))])
            : inputs.Fail(
                $"wants inputs that differ in the last dimension alone, got {string.Join(" and ", shapes)}.");
    }

    private static int[] Leading(TensorShape shape) => [.. shape.Dimensions[..^1]];
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="AddLayer"/>
    /// <param name="other">The tensor to add.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor Add(NetworkTensor other, string? name = null) => Joined(new AddLayer(), other, name);

    /// <inheritdoc cref="MultiplyLayer"/>
    /// <param name="other">The tensor to multiply with.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor Multiply(NetworkTensor other, string? name = null) => Joined(new MultiplyLayer(), other, name);

    /// <inheritdoc cref="ConcatenateLayer"/>
    /// <param name="other">The tensor whose channels come after this one's.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor Concatenate(NetworkTensor other, string? name = null) =>
        Joined(new ConcatenateLayer(), other, name);

    private NetworkTensor Joined(LayerKind kind, NetworkTensor other, string? name)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Apply(kind, [other], name);
    }
}
