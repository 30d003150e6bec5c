using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A transposed convolution, the gradient of a convolution with respect to its input, which makes images larger:
/// y[i·s + t·d − before] += q_in(x)[i]·q_k(W)[t] over all inputs i and taps t, then + b and activation.
/// </summary>
/// <remarks>
/// <para>An output axis has, with k' = (k−1)·dilation + 1, in·stride + max(k' − stride, 0) cells with
/// <see cref="PadMode.Valid"/> and in·stride with <see cref="PadMode.Same"/>; with an output padding (in−1)·stride + k'
/// − 2·p + output padding, where p is 0 and ⌊k'/2⌋.</para>
/// <para>Weights: latent <c>kernel</c> (the kernel's sides, filters, channels), <c>bias</c> (filters,). Keras:
/// <c>Conv2DTranspose</c> and <c>Conv3DTranspose</c>; Larq: <c>QuantConv2DTranspose</c> and
/// <c>QuantConv3DTranspose</c>.</para>
/// </remarks>
public abstract record TransposedKind : PaddedKind
{
    private protected TransposedKind(int axes)
        : base(axes)
    {
    }

    /// <summary>Channels of the output, at least 1.</summary>
    public required int Filters { get; init; }

    /// <summary>Cells added to the length that the kernel needs, from 0 to below the strides; null: as Keras.</summary>
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

    /// <summary>Output places of one rest by the strides are a convolution, for each plane of the kernel.</summary>
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
                + WindowCost.Quantized(inputs[0], this),

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

/// <inheritdoc cref="TransposedKind"/>
/// <summary>A transposed convolution of images: (height, width, channels) → (height', width', filters).</summary>
public sealed record Conv2DTransposeLayer() : TransposedKind(axes: 2);

/// <inheritdoc cref="TransposedKind"/>
/// <summary>
/// A transposed convolution of volumes: (depth, height, width, channels) → (depth', height', width', filters).
/// </summary>
public sealed record Conv3DTransposeLayer() : TransposedKind(axes: 3);

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantConv2DTranspose"/>
    public NetworkTensor Conv2DTranspose(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid,
        Sides? outputPadding = null, Sides? dilationRate = null,
        ActivationFunction activation = ActivationFunction.Linear, bool useBias = true, Kernel? kernel = null,
        string? name = null) => QuantConv2DTranspose(
        filters, kernelSize, strides, padding, outputPadding, null, null, dilationRate, activation, useBias,
        Kernel.Real(kernel), name ?? Graph.Free("conv2d_transpose"));

    /// <inheritdoc cref="Conv2DTransposeLayer"/>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">What the kernel covers along each axis; <c>3</c> is 3 along all.</param>
    /// <param name="strides">Cells of the output from one input cell to the next; default 1.</param>
    /// <param name="padding">Default <see cref="PadMode.Valid"/>, as in Keras.</param>
    /// <param name="outputPadding">
    /// Cells added to the length that the kernel needs, from 0 to below the strides; default null: Keras' own length.
    /// </param>
    /// <param name="inputQuantizer">Quantizes the input, for example <c>"ste_sign"</c>; default none.</param>
    /// <param name="kernelQuantizer">Quantizes the kernel; default none.</param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="kernel">
    /// How the latent kernel starts and is kept, for example <c>new Kernel { Constraint = "weight_clip" }</c>.
    /// </param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor QuantConv2DTranspose(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid,
        Sides? outputPadding = null, Quantizer? inputQuantizer = null, Quantizer? kernelQuantizer = null,
        Sides? dilationRate = null, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        Kernel? kernel = null, string? name = null) => Padded(
        new Conv2DTransposeLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            OutputPadding = outputPadding,
            Kernel = Kernel.Of(kernel, kernelQuantizer),
        },
        strides, padding, dilationRate, inputQuantizer, activation, useBias, name);

    /// <inheritdoc cref="QuantConv3DTranspose"/>
    public NetworkTensor Conv3DTranspose(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid,
        Sides? outputPadding = null, Sides? dilationRate = null,
        ActivationFunction activation = ActivationFunction.Linear, bool useBias = true, Kernel? kernel = null,
        string? name = null) => QuantConv3DTranspose(
        filters, kernelSize, strides, padding, outputPadding, null, null, dilationRate, activation, useBias,
        Kernel.Real(kernel), name ?? Graph.Free("conv3d_transpose"));

    /// <inheritdoc cref="Conv3DTransposeLayer"/>
    /// <inheritdoc cref="QuantConv2DTranspose" path="/param"/>
    public NetworkTensor QuantConv3DTranspose(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid,
        Sides? outputPadding = null, Quantizer? inputQuantizer = null, Quantizer? kernelQuantizer = null,
        Sides? dilationRate = null, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        Kernel? kernel = null, string? name = null) => Padded(
        new Conv3DTransposeLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            OutputPadding = outputPadding,
            Kernel = Kernel.Of(kernel, kernelQuantizer),
        },
        strides, padding, dilationRate, inputQuantizer, activation, useBias, name);
}
