namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// What <see cref="Conv1DLayer"/> and <see cref="QuantConv1DLayer"/> share: y = activation(conv(q_in(x), q_k(W)) + b).
/// </summary>
public abstract record Conv1DKind : FilterKind
{
    private protected Conv1DKind()
    {
    }

    /// <summary>Steps that the kernel covers.</summary>
    public required int KernelSize { get; init; }

    /// <summary>Steps from one output to the next.</summary>
    public int Strides { get; init; } = 1;

    /// <summary>Distance between the kernel's neighbouring taps.</summary>
    public int DilationRate { get; init; } = 1;

    internal override Window2D WindowOver(TensorShape input) =>
        Window2D.Of(input, KernelSize, Strides, DilationRate, Padding);

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var sequence = inputs.Sequence;
        inputs.Positive("kernel size", KernelSize);
        inputs.Positive("strides", Strides);
        inputs.Positive("dilation rate", DilationRate);
        CheckFilters(inputs, sequence.Channels, causal: true);
        return inputs.WindowedSequence(WindowOver(sequence), Filters);
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        Weights(inputs[0].Channels, KernelSize);
}
