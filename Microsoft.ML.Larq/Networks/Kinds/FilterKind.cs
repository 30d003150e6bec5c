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
                + WindowCost.Quantized(inputs[0], InputQuantizer, Kernel.Quantizer),
            MultiplyAdds = taps * output[0] * plane.MultiplyAdds,
            Operations = taps,
            Filling = taps * plane.Filling,
        };

        LayerCost CostOver(TensorShape image) => new WindowCost(image, WindowOver(inputs[0]))
        {
            Filters = Filters,
            Groups = Groups,
            InputQuantizer = InputQuantizer,
            KernelQuantizer = Kernel.Quantizer,
        }.Convolution();
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
