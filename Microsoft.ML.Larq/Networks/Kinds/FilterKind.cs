using Microsoft.ML.Larq.Networks.Budget;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// What convolutions of one kernel share, whatever their rank: y = activation(conv(q_in(x), q_k(W)) + b).
/// </summary>
public abstract record FilterKind : ConvolutionKind
{
    private protected FilterKind()
    {
    }

    /// <summary>Channels of the output, at least 1 and a multiple of <see cref="Groups"/>.</summary>
    public required int Filters { get; init; }

    /// <summary>Parts into which input and output channels are split, each convolved on its own.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>How the kernel starts.</summary>
    public Initializer KernelInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>What is added to the loss for the latent kernel; default nothing.</summary>
    public WeightRegularizer? KernelRegularizer { get; init; }

    /// <summary>What is done to the latent kernel after each step.</summary>
    public WeightConstraint? KernelConstraint { get; init; }

    internal virtual Quantizer? Kernel => null;

    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output) =>
        CostOver(inputs[0], WindowOver(inputs[0]));

    /// <summary>What it takes to move the window over an image.</summary>
    private protected LayerCost CostOver(TensorShape image, Window2D window) => new WindowCost(image, window)
    {
        Filters = Filters,
        Groups = Groups,
        InputQuantizer = Input,
        KernelQuantizer = Kernel,
    }.Convolution();

    private protected void CheckFilters(LayerInputs inputs, int channels, bool causal = false)
    {
        inputs.Range("filters", Filters, 1);
        inputs.Range("groups", Groups, 1);
        CheckEnds(inputs, causal);
        if (channels % Groups != 0 || Filters % Groups != 0)
        {
            throw inputs.Error(
                $"groups must divide the input's channels and the filters, got {Groups} groups, "
                + $"{channels} channels and {Filters} filters.");
        }
    }

    private protected IEnumerable<WeightSpec> Weights(int channels, params ReadOnlySpan<int> cells)
    {
        var kernel = new WeightSpec(
            "kernel", new TensorShape([.. cells, channels / Groups, Filters]), KernelInitializer)
        {
            Quantizer = Kernel,
            Constraint = KernelConstraint,
            Regularizer = KernelRegularizer,
        };
        return [kernel, .. Bias(Filters)];
    }
}
