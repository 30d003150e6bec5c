using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A transposed convolution, the gradient of a convolution with respect to its input, which makes images larger:
/// y[i·s + t·d − before] += q_in(x)[i]·q_k(W)[t] over all inputs i and taps t, then + b and activation.
/// </summary>
/// <remarks>
/// <para>
/// An output axis has, with k' = (k−1)·dilation + 1, in·stride + max(k' − stride, 0) cells with <see
/// cref="PadMode.Valid"/> and in·stride with <see cref="PadMode.Same"/>; with an output padding (in−1)·stride + k' −
/// 2·p + output padding, where p is 0 and ⌊k'/2⌋.
/// </para>
/// <para>
/// Weights: latent <c>kernel</c> (the kernel's sides, filters, channels), <c>bias</c> (filters,). Keras:
/// <c>Conv2DTranspose</c> and <c>Conv3DTranspose</c>; Larq: <c>QuantConv2DTranspose</c> and
/// <c>QuantConv3DTranspose</c>.
/// </para>
/// </remarks>
public abstract record TransposedKind : PaddedKind
{
    private protected TransposedKind(int axes)
        : base(axes)
    {
    }

    /// <summary>Channels of the output, at least 1.</summary>
    public required int Filters { get; init; }

    /// <summary>
    /// Cells added to the length that the kernel needs, from 0 to below the strides; null for Keras' own length.
    /// </summary>
    public Sides? OutputPadding { get; init; }

    /// <summary>The kernel; a quantizer that scales has a scale for each input channel.</summary>
    [JsonPropertyOrder(KindContract.LateKernel)]
    public Kernel Kernel { get; init => field = value ?? throw new ArgumentNullException(nameof(Kernel)); } = new();

    internal sealed override IEnumerable<Kernel> Kernels => [Kernel];

    // Larq counts transposed convolutions of volumes not at all; its summary shows "?".
    internal override MacRule MacRule => Stencil.Axes > 2 ? MacRule.Unknown : MacRule.Weights;

    /// <summary>Cells added along each axis; null for Keras' own length.</summary>
    internal int[]? Added => OutputPadding?.Along(SpatialAxes);

    /// <summary>The axes that the kernel moves along.</summary>
    internal IEnumerable<TransposedAxis?> AxesOver(TensorShape input)
    {
        var (window, added) = (Stencil, Added);
        return window.Size.Select((size, axis) => TransposedAxis.Of(
            input[axis], size, window.Strides[axis], window.Dilation[axis], added?[axis], Padding));
    }

    /// <summary>
    /// Output places of one rest by the strides are a convolution of their own, for each plane of the kernel.
    /// </summary>
    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output)
    {
        Int128 parts = 1, taps = 1, padded = inputs[0].Channels, planes = 1, lines = 0;
        TransposedAxis[] axes = [.. AxesOver(inputs[0]).Select(axis => axis!.Value)];
        foreach (var axis in axes[^2..])
        {
            var stride = Math.Min(axis.Stride, axis.Output);
            parts *= stride;
            taps *= axis.Kernel;
            padded *= (((Int128)axis.Output + axis.Extent) / axis.Stride) + 2;
        }

        if (axes is [var depth, _, _])
        {
            (padded, parts, taps) = (padded * depth.Input, parts * depth.Kernel, taps * depth.Kernel);
            planes = (Int128)depth.Output * depth.Kernel;
        }

        foreach (var axis in axes[^2..]) lines += parts * ((axis.Output / axis.Stride) + 1);
        var weights = taps * inputs[0].Channels;
        return new LayerCost
        {
            Tables = planes + (4 * lines) + (2 * (Int128)output.Size / Filters),
            Scratch = (5 * padded) + (2 * (Int128)output.Size) + (8 * weights)
                + WindowCost.Quantized(inputs[0], InputQuantizer, Kernel.Quantizer),

            // Each input meets each tap once; parts are looked for tap by tap.
            MultiplyAdds = ((Int128)inputs[0].Size * taps * (Filters + 7)) + (parts * taps),
            Operations = parts,
            Filling = 16 * weights,
        };
    }

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var (window, added) = (Stencil, Added);
        var input = window.Check(inputs);
        inputs.Range("filters", Filters, 1);
        inputs.Border(Padding);
        inputs.Defined("activation", Activation);
        var (size, strides) = (string.Join('×', window.Size), string.Join('×', window.Strides));
        var more = added is null ? "none" : string.Join('×', added);
        if (added is not null && added.Length != SpatialAxes)
            throw inputs.Error($"output padding is one number or {SpatialAxes}, got {more}.");
        if (added?.Zip(window.Strides).All(side => side.First >= 0 && side.First < side.Second) == false)
            throw inputs.Error($"output padding is from 0 to below the strides {strides}, got {more}.");
        var axes = AxesOver(input).ToArray();
        return axes.All(axis => axis is not null)
            ? new TensorShape([.. axes.Select(axis => axis!.Value.Output), Filters])
            : inputs.Fail(
                $"no {Padding} convolution with a kernel of {size}, strides {strides} and output padding {more} leads "
                + $"to the shape {input}; an even kernel with Same and output padding wants one of at least 1.");
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        WithBias([Kernel.Weight(nameof(Kernel), [.. Stencil.Size, Filters, inputs[0].Channels])], Filters);
}
