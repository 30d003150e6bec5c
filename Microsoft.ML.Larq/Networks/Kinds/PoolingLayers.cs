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

/// <summary>The largest value in each window of a sequence, per channel; <c>same</c> padding never wins.</summary>
/// <remarks>Shape: (length, channels) → (length', channels).</remarks>
public sealed record MaxPooling1DLayer() : PoolingKind(axes: 1);

/// <summary>The largest value in each window, channel by channel; <c>same</c> padding never wins.</summary>
/// <remarks>Shape: (height, width, channels) → (height', width', channels).</remarks>
public sealed record MaxPooling2DLayer() : PoolingKind(axes: 2);

/// <summary>The mean of each window of a sequence, channel by channel; <c>same</c> padding is not counted.</summary>
/// <remarks>Shape: (length, channels) → (length', channels).</remarks>
public sealed record AveragePooling1DLayer() : PoolingKind(axes: 1);

/// <summary>The mean of each window, channel by channel; <c>same</c> padding is not counted.</summary>
/// <remarks>Shape: (height, width, channels) → (height', width', channels).</remarks>
public sealed record AveragePooling2DLayer() : PoolingKind(axes: 2);

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="MaxPooling1DLayer"/>
    /// <inheritdoc cref="MaxPool2D" path="/param"/>
    public NetworkTensor MaxPool1D(
        int poolSize, int? strides = null, PadMode padding = PadMode.Valid, string? name = null) => Apply(
        new MaxPooling1DLayer { PoolSize = poolSize, Strides = strides, Padding = padding }, name: name);

    /// <inheritdoc cref="MaxPooling2DLayer"/>
    /// <param name="poolSize">Height and width of the window; steps of a sequence.</param>
    /// <param name="strides">Steps from one output to the next; default the window's size.</param>
    /// <param name="padding">Default <see cref="PadMode.Valid"/>.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor MaxPool2D(
        Sides poolSize, Sides? strides = null, PadMode padding = PadMode.Valid, string? name = null) => Apply(
        new MaxPooling2DLayer { PoolSize = poolSize, Strides = strides, Padding = padding }, name: name);

    /// <inheritdoc cref="AveragePooling1DLayer"/>
    /// <inheritdoc cref="MaxPool2D" path="/param"/>
    public NetworkTensor AveragePool1D(
        int poolSize, int? strides = null, PadMode padding = PadMode.Valid, string? name = null) => Apply(
        new AveragePooling1DLayer { PoolSize = poolSize, Strides = strides, Padding = padding }, name: name);

    /// <inheritdoc cref="AveragePooling2DLayer"/>
    /// <inheritdoc cref="MaxPool2D" path="/param"/>
    public NetworkTensor AveragePool2D(
        Sides poolSize, Sides? strides = null, PadMode padding = PadMode.Valid, string? name = null) => Apply(
        new AveragePooling2DLayer { PoolSize = poolSize, Strides = strides, Padding = padding }, name: name);
}
