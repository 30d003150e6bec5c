using Microsoft.ML.Larq.Networks.Budget;
using Microsoft.ML.Larq.Networks.Summary;

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
    public Padding Padding { get; init; }

    internal Window2D WindowOver(TensorShape image) =>
        Window2D.Of(image, PoolSize, Strides ?? PoolSize, Size2D.One, Padding);

    internal override MacRule MacRule => MacRule.None;

    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output) =>
        new WindowCost(inputs[0], WindowOver(inputs[0])) { Filters = output.Channels }.Pooling();

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var image = inputs.Image;
        inputs.Positive("pool size", PoolSize);
        inputs.Positive("strides", Strides ?? PoolSize);
        inputs.Border(Padding);
        return inputs.Windowed(WindowOver(image), image.Channels);
    }
}
