using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Puts the channels of two or more tensors one after another.</summary>
/// <remarks>Shape: all but the last dimension must agree; the last ones are added up.</remarks>
public sealed record ConcatenateLayer : LayerKind
{
    internal override TensorShape Infer(LayerInputs inputs)
    {
        if (inputs.Shapes.Count < 2) throw inputs.Error($"takes two or more inputs, got {inputs.Shapes.Count}.");
        var leading = Leading(inputs.Shapes[0]);
        if (!inputs.Shapes.All(shape => Leading(shape).SequenceEqual(leading)))
        {
            throw inputs.Error(
                $"wants inputs that differ in the last dimension alone, got {string.Join(" and ", inputs.Shapes)}.");
        }

        return new TensorShape([.. leading, inputs.Length(inputs.Shapes.Sum(shape => (long)shape.Channels))]);
    }

    private static int[] Leading(TensorShape shape) => [.. shape.Dimensions[..^1]];
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="ConcatenateLayer"/>
    /// <param name="other">The tensor whose channels come after this one's.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor Concatenate(NetworkTensor other, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Apply(new ConcatenateLayer(), [other], name);
    }
}
