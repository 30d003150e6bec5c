using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Networks;

/// <summary>What poolings share: a window, its steps and what happens at the border.</summary>
public abstract record PoolingKind : LayerKind
{
    private protected PoolingKind(int axes)
        : base(axes)
    {
    }

    /// <summary>What the window covers: steps of a sequence, height and width on an image.</summary>
    public required Sides PoolSize { get; init; }

    /// <summary>Cells from one place to the next; null for the window's own size.</summary>
    public Sides? Strides { get; init; }

    /// <summary>What happens at the border.</summary>
    public PadMode Padding { get; init; }

    internal Stencil Stencil => new(SpatialAxes, PoolSize, Strides ?? PoolSize, 1, Padding);

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
