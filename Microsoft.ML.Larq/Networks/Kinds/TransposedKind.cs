namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// What transposed convolutions share, the gradients of convolutions with respect to their input:
/// y[i·s + t·d − before] += q_in(x)[i]·q_k(W)[t] over all inputs i and taps t, then + b and activation.
/// </summary>
public abstract record TransposedKind : BiasedKind
{
    private protected TransposedKind()
    {
    }

    /// <summary>Channels of the output, at least 1.</summary>
    public required int Filters { get; init; }

    /// <summary>
    /// Which convolution this is the transpose of; <see cref="Padding.Valid"/> or <see cref="Padding.Same"/>.
    /// </summary>
    public Padding Padding { get; init; }

    /// <summary>Whether a bias is added; never quantized.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>Applied to the result.</summary>
    public ActivationFunction Activation { get; init; }

    /// <summary>How the kernel starts.</summary>
    public Initializer KernelInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>What is added to the loss for the latent kernel; default nothing.</summary>
    public WeightRegularizer? KernelRegularizer { get; init; }

    /// <summary>What is done to the latent kernel after each step.</summary>
    public WeightConstraint? KernelConstraint { get; init; }

    internal virtual Quantizer? Kernel => null;

    /// <summary>The axes that the kernel moves along.</summary>
    internal abstract IEnumerable<TransposedAxis?> AxesOver(TensorShape input);

    private protected TensorShape Transposed(
        LayerInputs inputs, TensorShape input, string size, string strides, bool paddingFits, string? outputPadding)
    {
        inputs.Range("filters", Filters, 1);
        inputs.Border(Padding);
        inputs.Defined("activation", Activation);
        if (!paddingFits)
            throw inputs.Error($"output padding is from 0 to below the strides {strides}, got {outputPadding}.");
        var axes = AxesOver(input).ToArray();
        return axes.All(axis => axis is not null)
            ? new TensorShape([.. axes.Select(axis => axis!.Value.Output), Filters])
            : inputs.Fail(
                $"no {Padding} convolution with a kernel of {size}, strides {strides} and output padding "
                + $"{outputPadding ?? "none"} leads to the shape {input}; an even kernel with Same and output padding "
                + "wants one of at least 1.");
    }

    private protected IEnumerable<WeightSpec> Weights(int channels, params ReadOnlySpan<int> cells)
    {
        var kernel = new WeightSpec("kernel", new TensorShape([.. cells, Filters, channels]), KernelInitializer)
        {
            Quantizer = Kernel,
            Constraint = KernelConstraint,
            Regularizer = KernelRegularizer,
        };
        return UseBias ? [kernel, BiasOf(Filters)] : [kernel];
    }
}
