using Microsoft.ML.Larq.Networks.Budget;

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

    /// <summary>
    /// Output places of one rest by the strides are a convolution of their own, for each plane of the kernel.
    /// </summary>
    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output)
    {
        Int128 parts = 1, taps = 1, padded = inputs[0].Channels, planes = 1, lines = 0;
        TransposedAxis[] axes = [.. AxesOver(inputs[0]).Select(axis => axis!.Value)];
        foreach (var axis in axes[^2..])
        {
            var stride = Math.Min(axis.Stride, axis.Output);
            parts *= stride;
            taps *= axis.Kernel;
            padded *= (((Int128)axis.Output + axis.Extent) / axis.Stride) + 2;
        }

        if (axes is [var depth, _, _])
        {
            (padded, parts, taps) = (padded * depth.Input, parts * depth.Kernel, taps * depth.Kernel);
            planes = (Int128)depth.Output * depth.Kernel;
        }

        foreach (var axis in axes[^2..]) lines += parts * ((axis.Output / axis.Stride) + 1);
        var weights = taps * inputs[0].Channels;
        return new LayerCost
        {
            Tables = planes + (4 * lines) + (2 * (Int128)output.Size / Filters),
            Scratch = (5 * padded) + (2 * (Int128)output.Size) + (8 * weights)
                + WindowCost.Quantized(inputs[0], Input, Kernel),

            // Each input meets each tap once; parts are looked for tap by tap.
            MultiplyAdds = ((Int128)inputs[0].Size * taps * (Filters + 7)) + (parts * taps),
            Operations = parts,
            Filling = 16 * weights,
        };
    }

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
