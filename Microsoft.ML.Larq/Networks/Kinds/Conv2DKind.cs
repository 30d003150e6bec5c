namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// What <see cref="Conv2DLayer"/> and <see cref="QuantConv2DLayer"/> share: y = activation(conv(q_in(x), q_k(W)) + b).
/// </summary>
public abstract record Conv2DKind : WeightedKind
{
    private protected Conv2DKind()
    {
    }

    /// <summary>Channels of the output, at least 1 and a multiple of <see cref="Groups"/>.</summary>
    public required int Filters { get; init; }

    /// <summary>Height and width of the kernel.</summary>
    public required Size2D KernelSize { get; init; }

    /// <summary>Steps down and right from one output pixel to the next.</summary>
    public Size2D Strides { get; init; } = Size2D.One;

    /// <summary>What happens at the border.</summary>
    public Padding Padding { get; init; }

    /// <summary>Distance between the kernel's neighbouring taps.</summary>
    public Size2D DilationRate { get; init; } = Size2D.One;

    /// <summary>Parts into which input and output channels are split, each convolved on its own.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Whether a bias is added; never quantized.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>Applied to the result.</summary>
    public ActivationFunction Activation { get; init; }

    /// <summary>How the kernel starts.</summary>
    public Initializer KernelInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>What is done to the latent kernel after each step.</summary>
    public WeightConstraint? KernelConstraint { get; init; }

    internal virtual Quantizer? Kernel => null;

    internal virtual float Pad => 0f;

    internal Window2D WindowOver(TensorShape image) => Window2D.Of(image, KernelSize, Strides, DilationRate, Padding);

    internal override MacRule MacRule => MacRule.Weights;

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var image = inputs.Image;
        inputs.Range("filters", Filters, 1);
        inputs.Range("groups", Groups, 1);
        inputs.Positive("kernel size", KernelSize);
        inputs.Positive("strides", Strides);
        inputs.Positive("dilation rate", DilationRate);
        inputs.Defined("padding", Padding);
        inputs.Defined("activation", Activation);
        if (!float.IsFinite(Pad)) throw inputs.Error($"pad value is a finite number, got {Pad}.");
        if (image.Channels % Groups != 0 || Filters % Groups != 0)
        {
            throw inputs.Error(
                $"groups must divide the input's channels and the filters, got {Groups} groups, "
                + $"{image.Channels} channels and {Filters} filters.");
        }

        return inputs.Windowed(WindowOver(image), Filters);
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        var shape = new TensorShape(KernelSize.Height, KernelSize.Width, inputs[0].Channels / Groups, Filters);
        yield return new WeightSpec("kernel", shape, KernelInitializer)
        {
            Quantizer = Kernel,
            Constraint = KernelConstraint,
        };
        if (UseBias) yield return new WeightSpec("bias", new TensorShape(Filters), Initializer.Zeros);
    }
}
