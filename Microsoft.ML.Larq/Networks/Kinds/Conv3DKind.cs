using Microsoft.ML.Larq.Networks.Budget;
using Microsoft.ML.Larq.Networks.Summary;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// What <see cref="Conv3DLayer"/> and <see cref="QuantConv3DLayer"/> share: y = activation(conv(q_in(x), q_k(W)) + b).
/// </summary>
public abstract record Conv3DKind : FilterKind
{
    private protected Conv3DKind()
    {
    }

    /// <summary>Depth, height and width of the kernel.</summary>
    public required Size3D KernelSize { get; init; }

    /// <summary>Steps along depth, height and width from one output cell to the next.</summary>
    public Size3D Strides { get; init; } = Size3D.One;

    /// <summary>Distance between the kernel's neighbouring taps.</summary>
    public Size3D DilationRate { get; init; } = Size3D.One;

    // Larq counts convolutions of volumes not at all.
    internal override MacRule MacRule => MacRule.Unknown;

    /// <summary>How the window moves through the planes.</summary>
    internal WindowAxis DepthOver(TensorShape volume) =>
        WindowAxis.Of(volume[0], KernelSize.Depth, Strides.Depth, DilationRate.Depth, Padding);

    /// <summary>How it moves over one plane.</summary>
    internal override Window2D WindowOver(TensorShape input) => Window2D.Of(
        new TensorShape(input[1], input[2], input[3]), KernelSize.Plane, Strides.Plane, DilationRate.Plane, Padding);

    /// <summary>For each tap of the kernel's depth, a convolution of each output plane.</summary>
    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output)
    {
        var plane = CostOver(new TensorShape([.. inputs[0].Dimensions[1..]]), WindowOver(inputs[0]));
        Int128 taps = KernelSize.Depth;
        return new LayerCost
        {
            Tables = (taps * plane.Tables) + (taps * output[0]),
            Scratch = plane.Scratch + (2 * (Int128)output.Size / output[0])
                + WindowCost.Quantized(inputs[0], Input, Kernel),
            MultiplyAdds = taps * output[0] * plane.MultiplyAdds,
            Operations = taps,
            Filling = taps * plane.Filling,
        };
    }

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var volume = inputs.Volume;
        inputs.Positive("kernel size", KernelSize);
        inputs.Positive("strides", Strides);
        inputs.Positive("dilation rate", DilationRate);
        CheckFilters(inputs, volume.Channels);
        var (depth, plane) = (DepthOver(volume), WindowOver(volume));
        return depth.Output > 0 && plane.Rows.Output > 0 && plane.Columns.Output > 0
            ? new TensorShape(depth.Output, plane.Rows.Output, plane.Columns.Output, Filters)
            : inputs.Fail(
                $"needs a volume of at least {Extent(KernelSize.Depth, DilationRate.Depth)}×"
                + $"{Extent(KernelSize.Height, DilationRate.Height)}×{Extent(KernelSize.Width, DilationRate.Width)}"
                + $" for its window of {KernelSize} (dilation {DilationRate}) without padding, got {volume}.");
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        Weights(inputs[0].Channels, KernelSize.Depth, KernelSize.Height, KernelSize.Width);

    private static int Extent(int kernel, int dilation) => ((kernel - 1) * dilation) + 1;
}
