using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>A convolution with one kernel, of any rank: y = activation(conv(q_in(x), q_k(W)) + b).</summary>
/// <remarks>
/// Weights: latent <c>kernel</c> (the kernel's sides, channels/groups, filters), <c>bias</c> (filters,). Keras:
/// <c>Conv1D</c>, <c>Conv2D</c> and <c>Conv3D</c>; Larq: <c>QuantConv1D</c> and so on.
/// </remarks>
public abstract record FilterKind : ConvolutionKind
{
    private protected FilterKind(int axes)
        : base(axes)
    {
    }

    /// <summary>Channels of the output, at least 1 and a multiple of <see cref="Groups"/>.</summary>
    public required int Filters { get; init; }

    /// <summary>Parts into which input and output channels are split, each convolved on its own.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>The kernel.</summary>
    public Kernel Kernel { get; init => field = value ?? throw new ArgumentNullException(nameof(Kernel)); } = new();

    internal sealed override IEnumerable<Kernel> Kernels => [Kernel];

    // Larq counts convolutions of volumes not at all.
    internal override MacRule MacRule => Stencil.Axes > 2 ? MacRule.Unknown : MacRule.Weights;

    /// <summary>Over volumes for each tap of the kernel's depth a convolution of each output plane.</summary>
    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output)
    {
        if (Stencil.Size is not [var depth, _, _]) return CostOver(inputs[0]);
        var plane = CostOver(new TensorShape([.. inputs[0].Dimensions[1..]]));
        Int128 taps = depth;
        return new LayerCost
        {
            Tables = (taps * plane.Tables) + (taps * output[0]),
            Scratch = plane.Scratch + (2 * (Int128)output.Size / output[0])
                + WindowCost.Quantized(inputs[0], this),
            MultiplyAdds = taps * output[0] * plane.MultiplyAdds,
            Operations = taps,
            Filling = taps * plane.Filling,
        };

        LayerCost CostOver(TensorShape image) =>
            new WindowCost(image, WindowOver(inputs[0]), this) { Filters = Filters, Groups = Groups }.Convolution();
    }

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var channels = Stencil.Check(inputs).Channels;
        inputs.Range("filters", Filters, 1);
        inputs.Range("groups", Groups, 1);
        if (channels % Groups == 0 && Filters % Groups == 0) return Slide(inputs, Filters);
        throw inputs.Error(
            $"groups must divide the input's channels and the filters, got {Groups} groups, {channels} channels and "
            + $"{Filters} filters.");
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) => WithBias(
        [Kernel.Weight(nameof(Kernel), [.. Stencil.Size, inputs[0].Channels / Groups, Filters])], Filters);
}

/// <inheritdoc cref="FilterKind"/>
/// <summary>A convolution along a sequence: (length, channels) → (length', filters).</summary>
public sealed record Conv1DLayer() : FilterKind(axes: 1);

/// <inheritdoc cref="FilterKind"/>
/// <summary>A convolution of images: (height, width, channels) → (height', width', filters).</summary>
public sealed record Conv2DLayer() : FilterKind(axes: 2);

/// <inheritdoc cref="FilterKind"/>
/// <summary>A convolution of volumes: (depth, height, width, channels) → (depth', height', width', filters).</summary>
public sealed record Conv3DLayer() : FilterKind(axes: 3);

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantConv1D"/>
    public NetworkTensor Conv1D(
        int filters, int kernelSize, int strides = 1, PadMode padding = PadMode.Valid, int dilationRate = 1,
        int groups = 1, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        Kernel? kernel = null, string? name = null) => QuantConv1D(
        filters, kernelSize, strides, padding, 0, null, null, dilationRate, groups, activation, useBias,
        Kernel.Real(kernel), name ?? Graph.Free("conv1d"));

    /// <inheritdoc cref="Conv1DLayer"/>
    /// <inheritdoc cref="QuantConv2D" path="/param"/>
    public NetworkTensor QuantConv1D(
        int filters, int kernelSize, int strides = 1, PadMode padding = PadMode.Valid, float padValue = 0,
        Quantizer? inputQuantizer = null, Quantizer? kernelQuantizer = null, int dilationRate = 1, int groups = 1,
        ActivationFunction activation = ActivationFunction.Linear, bool useBias = true, Kernel? kernel = null,
        string? name = null) => Filtered(
        new Conv1DLayer { Filters = filters, KernelSize = kernelSize }, strides, padding, padValue, inputQuantizer,
        kernelQuantizer, dilationRate, groups, activation, useBias, kernel, name);

    /// <inheritdoc cref="QuantConv2D"/>
    public NetworkTensor Conv2D(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid,
        Sides? dilationRate = null, int groups = 1, ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true, Kernel? kernel = null, string? name = null) => QuantConv2D(
        filters, kernelSize, strides, padding, 0, null, null, dilationRate, groups, activation, useBias,
        Kernel.Real(kernel), name ?? Graph.Free("conv2d"));

    /// <inheritdoc cref="Conv2DLayer"/>
    /// <param name="filters">Channels of the output, at least 1 and a multiple of <paramref name="groups"/>.</param>
    /// <param name="kernelSize">What the kernel covers along each axis; <c>3</c> is 3 along all.</param>
    /// <param name="strides">Cells from one output to the next; default 1.</param>
    /// <param name="padding">Default <see cref="PadMode.Valid"/>, as in Keras.</param>
    /// <param name="padValue">
    /// What <see cref="PadMode.Same"/> adds around the quantized input; default 0; 0 with <see cref="PadMode.Causal"/>.
    /// </param>
    /// <param name="inputQuantizer">Quantizes the input, for example <c>"ste_sign"</c>; default none.</param>
    /// <param name="kernelQuantizer">Quantizes the kernel; default none.</param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1.</param>
    /// <param name="groups">Must divide input channels and filters; default 1.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="kernel">
    /// How the latent kernel starts and is kept, for example <c>new Kernel { Constraint = "weight_clip" }</c>.
    /// </param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor QuantConv2D(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid, float padValue = 0,
        Quantizer? inputQuantizer = null, Quantizer? kernelQuantizer = null, Sides? dilationRate = null,
        int groups = 1, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        Kernel? kernel = null, string? name = null) => Filtered(
        new Conv2DLayer { Filters = filters, KernelSize = kernelSize }, strides, padding, padValue, inputQuantizer,
        kernelQuantizer, dilationRate, groups, activation, useBias, kernel, name);

    /// <inheritdoc cref="QuantConv3D"/>
    public NetworkTensor Conv3D(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid,
        Sides? dilationRate = null, int groups = 1, ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true, Kernel? kernel = null, string? name = null) => QuantConv3D(
        filters, kernelSize, strides, padding, 0, null, null, dilationRate, groups, activation, useBias,
        Kernel.Real(kernel), name ?? Graph.Free("conv3d"));

    /// <inheritdoc cref="Conv3DLayer"/>
    /// <inheritdoc cref="QuantConv2D" path="/param"/>
    public NetworkTensor QuantConv3D(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid, float padValue = 0,
        Quantizer? inputQuantizer = null, Quantizer? kernelQuantizer = null, Sides? dilationRate = null,
        int groups = 1, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        Kernel? kernel = null, string? name = null) => Filtered(
        new Conv3DLayer { Filters = filters, KernelSize = kernelSize }, strides, padding, padValue, inputQuantizer,
        kernelQuantizer, dilationRate, groups, activation, useBias, kernel, name);
}
