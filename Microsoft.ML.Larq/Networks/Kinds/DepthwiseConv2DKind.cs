using Microsoft.ML.Larq.Networks.Budget;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// What <see cref="DepthwiseConv2DLayer"/> and <see cref="QuantDepthwiseConv2DLayer"/> share: each channel is convolved
/// on its own, y = activation(depthwise(q_in(x), q_d(W)) + b).
/// </summary>
public abstract record DepthwiseConv2DKind : ConvolutionKind
{
    private protected DepthwiseConv2DKind()
    {
    }

    /// <summary>Height and width of the kernel.</summary>
    public required Size2D KernelSize { get; init; }

    /// <summary>Steps down and right from one output pixel to the next.</summary>
    public Size2D Strides { get; init; } = Size2D.One;

    /// <summary>Distance between the kernel's neighbouring taps.</summary>
    public Size2D DilationRate { get; init; } = Size2D.One;

    /// <summary>Outputs of each channel, at least 1.</summary>
    public int DepthMultiplier { get; init; } = 1;

    /// <summary>How the kernel starts.</summary>
    public Initializer DepthwiseInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>What is added to the loss for the latent kernel; default nothing.</summary>
    public WeightRegularizer? DepthwiseRegularizer { get; init; }

    /// <summary>What is done to the latent kernel after each step.</summary>
    public WeightConstraint? DepthwiseConstraint { get; init; }

    internal virtual Quantizer? Depthwise => null;

    internal override Window2D WindowOver(TensorShape input) =>
        Window2D.Of(input, KernelSize, Strides, DilationRate, Padding);

    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output) => new WindowCost(
        inputs[0], WindowOver(inputs[0]))
    {
        Filters = output.Channels,
        Groups = inputs[0].Channels,
        InputQuantizer = Input,
        KernelQuantizer = Depthwise,
    }.Convolution();

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var image = inputs.Image;
        inputs.Positive("kernel size", KernelSize);
        inputs.Positive("strides", Strides);
        inputs.Positive("dilation rate", DilationRate);
        inputs.Range("depth multiplier", DepthMultiplier, 1);
        CheckEnds(inputs);
        return inputs.Windowed(WindowOver(image), inputs.Length((long)image.Channels * DepthMultiplier));
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        var (channels, size) = (inputs[0].Channels, KernelSize);
        var kernel = new WeightSpec(
            "depthwise_kernel", new TensorShape(size.Height, size.Width, channels, DepthMultiplier),
            DepthwiseInitializer)
        {
            Quantizer = Depthwise,
            Constraint = DepthwiseConstraint,
            Regularizer = DepthwiseRegularizer,
        };
        return [kernel, .. Bias(channels * DepthMultiplier)];
    }
}
