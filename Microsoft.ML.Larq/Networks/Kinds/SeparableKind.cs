using Microsoft.ML.Larq.Networks.Budget;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// What separable convolutions share: each channel on its own, then the channels of each place together,
/// y = activation(pointwise(depthwise(q_in(x), q_d(D)), q_p(P)) + b). What lies between is not quantized.
/// </summary>
public abstract record SeparableKind : ConvolutionKind
{
    private protected SeparableKind()
    {
    }

    /// <summary>Channels of the output, at least 1.</summary>
    public required int Filters { get; init; }

    /// <summary>Channels between the two convolutions for each channel of the input, at least 1.</summary>
    public int DepthMultiplier { get; init; } = 1;

    /// <summary>How the first kernel starts.</summary>
    public Initializer DepthwiseInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>How the second kernel starts.</summary>
    public Initializer PointwiseInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>What is added to the loss for the first latent kernel; default nothing.</summary>
    public WeightRegularizer? DepthwiseRegularizer { get; init; }

    /// <summary>What is done to the first latent kernel after each step.</summary>
    public WeightConstraint? DepthwiseConstraint { get; init; }

    /// <summary>What is added to the loss for the second latent kernel; default nothing.</summary>
    public WeightRegularizer? PointwiseRegularizer { get; init; }

    /// <summary>What is done to the second latent kernel after each step.</summary>
    public WeightConstraint? PointwiseConstraint { get; init; }

    internal virtual Quantizer? Depthwise => null;

    internal virtual Quantizer? Pointwise => null;

    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output)
    {
        var (channels, window) = (inputs[0].Channels, WindowOver(inputs[0]));
        var between = channels * DepthMultiplier;
        var depthwise = new WindowCost(inputs[0], window)
        {
            Filters = between,
            Groups = channels,
            InputQuantizer = Input,
            KernelQuantizer = Depthwise,
        };

        // What lies between is read pixel by pixel; it may be too large for a shape.
        var pixels = (Int128)window.Rows.Output * window.Columns.Output;
        var pointwise = new LayerCost
        {
            Scratch = 5 * pixels * between,
            MultiplyAdds = pixels * between * (Filters + 7),
            Operations = 1,
            Filling = 16 * (Int128)between,
        };
        return depthwise.Convolution() + pointwise;
    }

    private protected void CheckSeparable(LayerInputs inputs, int channels, bool causal = false)
    {
        inputs.Range("filters", Filters, 1);
        inputs.Range("depth multiplier", DepthMultiplier, 1);
        inputs.Length((long)channels * DepthMultiplier);
        CheckEnds(inputs, causal);
    }

    private protected IEnumerable<WeightSpec> Weights(int channels, params ReadOnlySpan<int> cells)
    {
        var between = channels * DepthMultiplier;
        var ones = new int[cells.Length];
        Array.Fill(ones, 1);
        var depthwise = new WeightSpec(
            "depthwise_kernel", new TensorShape([.. cells, channels, DepthMultiplier]), DepthwiseInitializer)
        {
            Quantizer = Depthwise,
            Constraint = DepthwiseConstraint,
            Regularizer = DepthwiseRegularizer,
        };
        var pointwise = new WeightSpec(
            "pointwise_kernel", new TensorShape([.. ones, between, Filters]), PointwiseInitializer)
        {
            Quantizer = Pointwise,
            Constraint = PointwiseConstraint,
            Regularizer = PointwiseRegularizer,
        };
        return [depthwise, pointwise, .. Bias(Filters)];
    }
}
