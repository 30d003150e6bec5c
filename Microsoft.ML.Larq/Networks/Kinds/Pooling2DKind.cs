using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Networks;

/// <summary>What the two-dimensional poolings share: a window, its steps and what happens at the border.</summary>
public abstract record Pooling2DKind : LayerKind
{
    private protected Pooling2DKind()
    {
    }

    /// <summary>Height and width of the window.</summary>
    public required Size2D PoolSize { get; init; }

    /// <summary>Steps from one output pixel to the next; null for the window's own size.</summary>
    public Size2D? Strides { get; init; }

    /// <summary>What happens at the border.</summary>
    public PadMode Padding { get; init; }

    internal Stencil Stencil => new(PoolSize.Sides, (Strides ?? PoolSize).Sides, Size2D.One.Sides, Padding);

    internal Window2D WindowOver(TensorShape input) => Stencil.Over(input);

    internal override MacRule MacRule => MacRule.None;

    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output) =>
        new WindowCost(inputs[0], WindowOver(inputs[0])) { Filters = output.Channels }.Pooling();

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var channels = Stencil.Check(inputs, "pool size").Channels;
        inputs.Border(Padding);
        return Stencil.Slide(inputs, channels);
    }
}
