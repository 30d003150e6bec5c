namespace Microsoft.ML.Larq.Networks;

/// <summary>What <see cref="LocallyConnected2DLayer"/> and <see cref="QuantLocallyConnected2DLayer"/> share.</summary>
public abstract record LocallyConnected2DKind : LocallyConnectedKind
{
    private protected LocallyConnected2DKind()
    {
    }

    /// <summary>Height and width of the kernel.</summary>
    public required Size2D KernelSize { get; init; }

    /// <summary>Steps from one output position to the next.</summary>
    public Size2D Strides { get; init; } = Size2D.One;

    internal override Window2D WindowOver(TensorShape input) =>
        Window2D.Of(input, KernelSize, Strides, Size2D.One, Padding.Valid);

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var image = inputs.Image;
        inputs.Positive("kernel size", KernelSize);
        inputs.Positive("strides", Strides);
        CheckFilters(inputs);
        return inputs.Windowed(WindowOver(image), Filters);
    }
}
