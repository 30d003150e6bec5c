using Microsoft.ML.Larq.Networks.Budget;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// What locally connected layers share: convolutions without padding that have a kernel and a bias of their own at each
/// output position p, y[p] = activation(q_in(x)[window p]·q_k(W)[p] + b[p]).
/// </summary>
/// <remarks>Keras' <c>implementation=1</c>, and its <c>padding="valid"</c>, which is all that it takes there.</remarks>
public abstract record LocallyConnectedKind : BiasedKind
{
    private protected LocallyConnectedKind()
    {
    }

    /// <summary>Channels of the output, at least 1.</summary>
    public required int Filters { get; init; }

    /// <summary>Whether a bias is added; never quantized.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>Applied to the result.</summary>
    public ActivationFunction Activation { get; init; }

    /// <summary>
    /// How the kernel starts; its fans are those of Keras' shape (positions, window·channels, filters).
    /// </summary>
    public Initializer KernelInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>What is added to the loss for the latent kernel; default nothing.</summary>
    public WeightRegularizer? KernelRegularizer { get; init; }

    /// <summary>What is done to the latent kernel after each step.</summary>
    public WeightConstraint? KernelConstraint { get; init; }

    internal virtual Quantizer? Kernel => null;

    /// <summary>The window over an image, or over a sequence taken for an image of one row.</summary>
    internal abstract Window2D WindowOver(TensorShape input);

    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output)
    {
        var window = WindowOver(inputs[0]);
        var positions = (Int128)window.Rows.Output * window.Columns.Output;
        var weights = (Int128)window.Kernel.Height * window.Kernel.Width * inputs[0].Channels * (Filters + 7);
        return new LayerCost
        {
            Scratch = (5 * (Int128)inputs[0].Size) + WindowCost.Quantized(inputs[0], Input, Kernel),
            MultiplyAdds = positions * weights,
            Operations = positions,
            Filling = positions * weights * 16 / (Filters + 7),
        };
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        var window = WindowOver(inputs[0]);
        var (rows, columns) = (window.Rows.Output, window.Columns.Output);
        var depth = window.Kernel.Height * window.Kernel.Width * inputs[0].Channels;
        var kernel = new WeightSpec("kernel", new TensorShape(rows * columns, depth, Filters), KernelInitializer)
        {
            Quantizer = Kernel,
            Constraint = KernelConstraint,
            Regularizer = KernelRegularizer,
        };
        if (!UseBias) return [kernel];
        return [kernel, inputs[0].Rank == 2 ? BiasOf(columns, Filters) : BiasOf(rows, columns, Filters)];
    }

    private protected void CheckFilters(LayerInputs inputs)
    {
        inputs.Range("filters", Filters, 1);
        inputs.Defined("activation", Activation);
    }
}
