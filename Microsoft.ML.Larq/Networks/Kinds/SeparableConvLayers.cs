using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A convolution of each channel on its own, then of the channels of each place together: y =
/// activation(pointwise(depthwise(q_in(x), q_d(D)), q_p(P)) + b). What lies between is not quantized.
/// </summary>
/// <remarks>
/// <para>Weights: latent <c>depthwise_kernel</c> (the kernel's sides, channels, multiplier), latent
/// <c>pointwise_kernel</c> (1 along each side, channels·multiplier, filters), <c>bias</c> (filters,).</para>
/// <para>Chollet 2017, <see href="https://arxiv.org/abs/1610.02357"/>. Keras: <c>SeparableConv1D</c> and
/// <c>SeparableConv2D</c>; Larq: <c>QuantSeparableConv1D</c> and <c>QuantSeparableConv2D</c>.</para>
/// </remarks>
public abstract record SeparableKind : ConvolutionKind
{
    private protected SeparableKind(int axes)
        : base(axes)
    {
    }

    /// <summary>Channels of the output, at least 1.</summary>
    public required int Filters { get; init; }

    /// <summary>Channels between the two convolutions for each channel of the input, at least 1.</summary>
    public int DepthMultiplier { get; init; } = 1;

    /// <summary>The first kernel.</summary>
    public Kernel Depthwise { get; init => field = value ?? throw new ArgumentNullException(nameof(Depthwise)); } =
        new();

    /// <summary>The second kernel.</summary>
    public Kernel Pointwise { get; init => field = value ?? throw new ArgumentNullException(nameof(Pointwise)); } =
        new();

    internal sealed override IEnumerable<Kernel> Kernels => [Depthwise, Pointwise];

    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output)
    {
        var (channels, window) = (inputs[0].Channels, WindowOver(inputs[0]));
        var between = channels * DepthMultiplier;
        var depthwise = new WindowCost(inputs[0], window, this) { Filters = between, Groups = channels };

        // What lies between is read pixel by pixel; it may be too large for a shape.
        var pixels = (Int128)window.Rows.Output * window.Columns.Output;
        var pointwise = new LayerCost
        {
            Scratch = 5 * pixels * between,
            MultiplyAdds = pixels * between * (Filters + 7),
            Operations = 1,
            Filling = 16 * (Int128)between,
        };
        return depthwise.Convolution() + pointwise;
    }

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var channels = Stencil.Check(inputs).Channels;
        inputs.Range("filters", Filters, 1);
        inputs.Range("depth multiplier", DepthMultiplier, 1);
        inputs.Length((long)channels * DepthMultiplier);
        return Slide(inputs, Filters);
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        var (size, channels) = (Stencil.Size, inputs[0].Channels);
        int[] point = [.. size.Select(_ => 1), channels * DepthMultiplier, Filters];
        return WithBias(
            [
                Depthwise.Weight(nameof(Depthwise), [.. size, channels, DepthMultiplier]),
                Pointwise.Weight(nameof(Pointwise), point),
            ],
            Filters);
    }
}

/// <inheritdoc cref="SeparableKind"/>
/// <summary>A separable convolution along a sequence: (length, channels) → (length', filters).</summary>
public sealed record SeparableConv1DLayer() : SeparableKind(axes: 1);

/// <inheritdoc cref="SeparableKind"/>
/// <summary>A separable convolution of images: (height, width, channels) → (height', width', filters).</summary>
public sealed record SeparableConv2DLayer() : SeparableKind(axes: 2);

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantSeparableConv1D"/>
    public NetworkTensor SeparableConv1D(
        int filters, int kernelSize, int strides = 1, PadMode padding = PadMode.Valid, int depthMultiplier = 1,
        int dilationRate = 1, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        string? name = null) => QuantSeparableConv1D(
        filters, kernelSize, strides, padding, 0, depthMultiplier, null, null, null, dilationRate, activation, useBias,
        name ?? Graph.Free("separable_conv1d"));

    /// <inheritdoc cref="SeparableConv1DLayer"/>
    /// <inheritdoc cref="QuantSeparableConv2D" path="/param"/>
    public NetworkTensor QuantSeparableConv1D(
        int filters, int kernelSize, int strides = 1, PadMode padding = PadMode.Valid, float padValue = 0,
        int depthMultiplier = 1, Quantizer? inputQuantizer = null, Quantizer? depthwiseQuantizer = null,
        Quantizer? pointwiseQuantizer = null, int dilationRate = 1,
        ActivationFunction activation = ActivationFunction.Linear, bool useBias = true, string? name = null) => Padded(
        new SeparableConv1DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            PadValue = padValue,
            DepthMultiplier = depthMultiplier,
            Depthwise = depthwiseQuantizer,
            Pointwise = pointwiseQuantizer,
        },
        strides, padding, dilationRate, inputQuantizer, activation, useBias, name);

    /// <inheritdoc cref="QuantSeparableConv2D"/>
    public NetworkTensor SeparableConv2D(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid,
        int depthMultiplier = 1, Sides? dilationRate = null, ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true, string? name = null) => QuantSeparableConv2D(
        filters, kernelSize, strides, padding, 0, depthMultiplier, null, null, null, dilationRate, activation, useBias,
        name ?? Graph.Free("separable_conv2d"));

    /// <inheritdoc cref="SeparableConv2DLayer"/>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">What the kernel covers along each axis; <c>3</c> is 3 along all.</param>
    /// <param name="strides">Cells from one output to the next; default 1.</param>
    /// <param name="padding">Default <see cref="PadMode.Valid"/>, as in Keras.</param>
    /// <param name="padValue">
    /// What <see cref="PadMode.Same"/> adds around the quantized input; default 0; 0 with <see cref="PadMode.Causal"/>.
    /// </param>
    /// <param name="depthMultiplier">Channels between the convolutions for each before, at least 1; default 1.</param>
    /// <param name="inputQuantizer">Quantizes the input, for example <c>"ste_sign"</c>; default none.</param>
    /// <param name="depthwiseQuantizer">Quantizes the first kernel; default none.</param>
    /// <param name="pointwiseQuantizer">Quantizes the second kernel; default none.</param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor QuantSeparableConv2D(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid, float padValue = 0,
        int depthMultiplier = 1, Quantizer? inputQuantizer = null, Quantizer? depthwiseQuantizer = null,
        Quantizer? pointwiseQuantizer = null, Sides? dilationRate = null,
        ActivationFunction activation = ActivationFunction.Linear, bool useBias = true, string? name = null) => Padded(
        new SeparableConv2DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            PadValue = padValue,
            DepthMultiplier = depthMultiplier,
            Depthwise = depthwiseQuantizer,
            Pointwise = pointwiseQuantizer,
        },
        strides, padding, dilationRate, inputQuantizer, activation, useBias, name);
}
