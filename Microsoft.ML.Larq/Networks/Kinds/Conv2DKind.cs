namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// What <see cref="Conv2DLayer"/> and <see cref="QuantConv2DLayer"/> share: y = activation(conv(q_in(x), q_k(W)) + b).
/// </summary>
public abstract record Conv2DKind : FilterKind
{
    private protected Conv2DKind()
    {
    }

    /// <summary>Height and width of the kernel.</summary>
    public required Size2D KernelSize { get; init; }

    /// <summary>Steps down and right from one output pixel to the next.</summary>
    public Size2D Strides { get; init; } = Size2D.One;

    /// <summary>Distance between the kernel's neighbouring taps.</summary>
    public Size2D DilationRate { get; init; } = Size2D.One;

    internal override Window2D WindowOver(TensorShape input) =>
        Window2D.Of(input, KernelSize, Strides, DilationRate, Padding);

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var image = inputs.Image;
        inputs.Positive("kernel size", KernelSize);
        inputs.Positive("strides", Strides);
        inputs.Positive("dilation rate", DilationRate);
        CheckFilters(inputs, image.Channels);
        return inputs.Windowed(WindowOver(image), Filters);
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        Weights(inputs[0].Channels, KernelSize.Height, KernelSize.Width);
}
