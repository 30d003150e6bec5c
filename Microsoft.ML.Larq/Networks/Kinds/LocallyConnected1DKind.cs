namespace Microsoft.ML.Larq.Networks;

/// <summary>What <see cref="LocallyConnected1DLayer"/> and <see cref="QuantLocallyConnected1DLayer"/> share.</summary>
public abstract record LocallyConnected1DKind : LocallyConnectedKind
{
    private protected LocallyConnected1DKind()
    {
    }

    /// <summary>Steps that the kernel covers.</summary>
    public required int KernelSize { get; init; }

    /// <summary>Steps from one output position to the next.</summary>
    public int Strides { get; init; } = 1;

    internal override Window2D WindowOver(TensorShape input) =>
        Window2D.Of(input, KernelSize, Strides, 1, Padding.Valid);

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var sequence = inputs.Sequence;
        inputs.Positive("kernel size", KernelSize);
        inputs.Positive("strides", Strides);
        CheckFilters(inputs);
        return inputs.WindowedSequence(WindowOver(sequence), Filters);
    }
}
