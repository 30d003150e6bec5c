using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Halves an image smoothly: each channel convolved with a fixed kernel that no step changes.</summary>
/// <remarks>
/// <para>The kernel is the outer product of the binomial coefficients with themselves, divided by their sum: 1 2 1 for
/// size 3, so ¼ in the middle and 1/16 in the corners. <see cref="PadMode.Same"/> pads with 0.</para>
/// <para>Shape: (height, width, channels) → (height', width', channels). Weight <c>depthwise_kernel</c> (size, size,
/// channels, 1), not trainable: it is kept in files, and counted, as in Larq Zoo.</para>
/// <para>Zhang 2019, <see href="https://arxiv.org/abs/1904.11486"/>. Larq Zoo: a <c>DepthwiseConv2D</c> that is not
/// trained, in QuickNet.</para>
/// </remarks>
public sealed record BlurPool2DLayer() : LayerKind(axes: 2)
{
    /// <summary>Sides of the kernel, from 2 to 7; default 3.</summary>
    public int PoolSize { get; init; } = 3;

    /// <summary>Steps from one output pixel to the next; default 2×2.</summary>
    public Sides Strides { get; init; } = 2;

    /// <summary>What happens at the border.</summary>
    public PadMode Padding { get; init; }

    internal Stencil Stencil => new(SpatialAxes, PoolSize, Strides, 1, Padding);

    internal Window2D WindowOver(TensorShape image) => Stencil.Over(image);

    internal override MacRule MacRule => MacRule.Weights;

    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output) =>
        new WindowCost(inputs[0], WindowOver(inputs[0])) { Filters = output.Channels, Groups = output.Channels }
            .Convolution();

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var image = inputs.WithAxes(2);
        inputs.Range("pool size", PoolSize, 2, 7);
        inputs.Positive("strides", SpatialAxes, Stencil.Strides);
        inputs.Border(Padding);
        return Stencil.Slide(inputs, image.Channels);
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        var shape = new TensorShape(PoolSize, PoolSize, inputs[0].Channels, 1);
        return [new("depthwise_kernel", shape, Initializer.Blur) { KernelOf = "Depthwise", Trainable = false }];
    }
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="BlurPool2DLayer"/>
    /// <param name="poolSize">Sides of the kernel, from 2 to 7; default 3.</param>
    /// <param name="strides">Steps from one output pixel to the next; default 2×2.</param>
    /// <param name="padding">Default <see cref="PadMode.Same"/>, as QuickNet's.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor BlurPool2D(
        int poolSize = 3, Sides? strides = null, PadMode padding = PadMode.Same, string? name = null) => Apply(
        new BlurPool2DLayer { PoolSize = poolSize, Strides = strides ?? 2, Padding = padding },
        name: name);
}
