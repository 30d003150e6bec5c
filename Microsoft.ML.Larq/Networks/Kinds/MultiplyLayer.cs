using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>The product of two or more tensors, element by element, multiplied from the first to the last.</summary>
/// <remarks>
/// Shape: all of one rank; along each axis the inputs are of one length, or of length 1 and repeated. So a gate of
/// (1, 1, channels) scales the channels of an image.
/// </remarks>
public sealed record MultiplyLayer : LayerKind
{
    internal override TensorShape Infer(LayerInputs inputs)
    {
        var shapes = inputs.Shapes;
        if (shapes.Count < 2) throw inputs.Error($"takes two or more inputs, got {shapes.Count}.");
        var rank = shapes[0].Rank;
        int[] largest =
            [.. Enumerable.Range(0, rank).Select(axis => shapes.Max(shape => shape.Rank == rank ? shape[axis] : 0))];
        if (!shapes.All(shape => shape.Rank == rank
            && largest.Index().All(pair => shape[pair.Index] == 1 || shape[pair.Index] == pair.Item)))
        {
            throw inputs.Error(
                $"wants inputs of one rank whose dimensions are equal or 1, got {string.Join(" and ", shapes)}.");
        }

        return new TensorShape(largest);
    }
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="MultiplyLayer"/>
    /// <param name="other">The tensor to multiply with.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor Multiply(NetworkTensor other, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Apply(new MultiplyLayer(), [other], name);
    }
}
