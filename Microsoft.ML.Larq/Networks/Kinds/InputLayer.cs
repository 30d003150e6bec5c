using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>The network's input: real numbers, NHWC per row.</summary>
public sealed record InputLayer : LayerKind
{
    /// <summary>The shape of one row.</summary>
    public required TensorShape Shape { get; init; }

    internal override TensorShape Infer(LayerInputs inputs)
    {
        if (inputs.Shapes.Count > 0) throw inputs.Error($"has no inputs, got {inputs.Shapes.Count}.");
        return Shape.Rank == 0 ? inputs.Fail("needs a shape.") : Shape;
    }
}
