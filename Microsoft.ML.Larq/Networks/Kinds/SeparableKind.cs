using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A convolution of each channel on its own, then of the channels of each place together: y =
/// activation(pointwise(depthwise(q_in(x), q_d(D)), q_p(P)) + b). What lies between is not quantized.
/// </summary>
/// <remarks>
/// <para>
/// Weights: latent <c>depthwise_kernel</c> (the kernel's sides, channels, multiplier), latent <c>pointwise_kernel</c>
/// (1 along each side, channels·multiplier, filters), <c>bias</c> (filters,).
/// </para>
/// <para>
/// Chollet 2017, <see href="https://arxiv.org/abs/1610.02357"/>. Keras: <c>SeparableConv1D</c> and
/// <c>SeparableConv2D</c>; Larq: <c>QuantSeparableConv1D</c> and <c>QuantSeparableConv2D</c>.
/// </para>
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
        var depthwise = new WindowCost(inputs[0], window)
        {
            Filters = between,
            Groups = channels,
            InputQuantizer = InputQuantizer,
            KernelQuantizer = Depthwise.Quantizer,
        };

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
