using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>The sum of two or more tensors of one shape, added from the first to the last.</summary>
/// <remarks>Shape: that of every input.</remarks>
public sealed record AddLayer : LayerKind
{
    internal override TensorShape Infer(LayerInputs inputs)
    {
        if (inputs.Shapes.Count < 2) throw inputs.Error($"takes two or more inputs, got {inputs.Shapes.Count}.");
        return inputs.Shapes.All(shape => shape == inputs.Shapes[0])
            ? inputs.Shapes[0]
            : inputs.Fail($"wants inputs of one shape, got {string.Join(" and ", inputs.Shapes)}.");
    }
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="AddLayer"/>
    /// <param name="other">The tensor to add.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor Add(NetworkTensor other, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Apply(new AddLayer(), [other], name);
    }
}
