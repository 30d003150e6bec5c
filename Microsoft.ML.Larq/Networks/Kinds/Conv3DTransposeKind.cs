using Microsoft.ML.Larq.Networks.Summary;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// What <see cref="Conv3DTransposeLayer"/> and <see cref="QuantConv3DTransposeLayer"/> share: a transposed convolution,
/// which makes volumes larger.
/// </summary>
public abstract record Conv3DTransposeKind : TransposedKind
{
    private protected Conv3DTransposeKind()
    {
    }

    /// <summary>Depth, height and width of the kernel.</summary>
    public required Size3D KernelSize { get; init; }

    /// <summary>Steps on the output from one input cell to the next.</summary>
    public Size3D Strides { get; init; } = Size3D.One;

    /// <summary>
    /// Cells added to the length that the kernel needs, from 0 to below the strides; null for Keras' own length.
    /// </summary>
    public Size3D? OutputPadding { get; init; }

    /// <summary>Distance between the kernel's neighbouring taps.</summary>
    public Size3D DilationRate { get; init; } = Size3D.One;

    // Larq counts transposed convolutions of volumes not at all; its summary shows "?".
    internal override MacRule MacRule => MacRule.Unknown;

    internal override IEnumerable<TransposedAxis?> AxesOver(TensorShape input) =>
    [
        TransposedAxis.Of(
            input[0], KernelSize.Depth, Strides.Depth, DilationRate.Depth, OutputPadding?.Depth, Padding),
        TransposedAxis.Of(
            input[1], KernelSize.Height, Strides.Height, DilationRate.Height, OutputPadding?.Height, Padding),
        TransposedAxis.Of(
            input[2], KernelSize.Width, Strides.Width, DilationRate.Width, OutputPadding?.Width, Padding),
    ];

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var volume = inputs.Volume;
        inputs.Positive("kernel size", KernelSize);
        inputs.Positive("strides", Strides);
        inputs.Positive("dilation rate", DilationRate);
        var fits = OutputPadding is not { } p
            || (p.Depth >= 0 && p.Depth < Strides.Depth && p.Height >= 0 && p.Height < Strides.Height
                && p.Width >= 0 && p.Width < Strides.Width);
        return Transposed(
            inputs, volume, KernelSize.ToString(), Strides.ToString(), fits, OutputPadding?.ToString());
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        Weights(inputs[0].Channels, KernelSize.Depth, KernelSize.Height, KernelSize.Width);
}
