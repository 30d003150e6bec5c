using Microsoft.ML.Larq.Networks.Summary;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// What <see cref="Conv2DTransposeLayer"/> and <see cref="QuantConv2DTransposeLayer"/> share: a transposed convolution,
/// which makes images larger.
/// </summary>
public abstract record Conv2DTransposeKind : TransposedKind
{
    private protected Conv2DTransposeKind()
    {
    }

    /// <summary>Height and width of the kernel.</summary>
    public required Size2D KernelSize { get; init; }

    /// <summary>Steps on the output from one input cell to the next.</summary>
    public Size2D Strides { get; init; } = Size2D.One;

    /// <summary>
    /// Cells added to the length that the kernel needs, from 0 to below the strides; null for Keras' own length.
    /// </summary>
    public Size2D? OutputPadding { get; init; }

    /// <summary>Distance between the kernel's neighbouring taps.</summary>
    public Size2D DilationRate { get; init; } = Size2D.One;

    internal override MacRule MacRule => MacRule.Weights;

    internal override IEnumerable<TransposedAxis?> AxesOver(TensorShape input) =>
    [
        TransposedAxis.Of(
            input[0], KernelSize.Height, Strides.Height, DilationRate.Height, OutputPadding?.Height, Padding),
        TransposedAxis.Of(
            input[1], KernelSize.Width, Strides.Width, DilationRate.Width, OutputPadding?.Width, Padding),
    ];

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var image = inputs.Image;
        inputs.Positive("kernel size", KernelSize);
        inputs.Positive("strides", Strides);
        inputs.Positive("dilation rate", DilationRate);
        var fits = OutputPadding is not { } p
            || (p.Height >= 0 && p.Height < Strides.Height && p.Width >= 0 && p.Width < Strides.Width);
        return Transposed(
            inputs, image, KernelSize.ToString(), Strides.ToString(), fits, OutputPadding?.ToString());
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        Weights(inputs[0].Channels, KernelSize.Height, KernelSize.Width);
}
