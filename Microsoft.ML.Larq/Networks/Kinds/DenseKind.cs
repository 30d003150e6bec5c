using Microsoft.ML.Larq.Networks.Budget;
using Microsoft.ML.Larq.Networks.Summary;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// What <see cref="DenseLayer"/> and <see cref="QuantDenseLayer"/> share: y = activation(q_in(x)·q_k(W) + b).
/// </summary>
public abstract record DenseKind : BiasedKind
{
    private protected DenseKind()
    {
    }

    /// <summary>Length of the output, at least 1.</summary>
    public required int Units { get; init; }

    /// <summary>Whether a bias is added; never quantized.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>Applied to the result.</summary>
    public ActivationFunction Activation { get; init; }

    /// <summary>How the kernel (inputs, units) starts.</summary>
    public Initializer KernelInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>What is added to the loss for the latent kernel; default nothing.</summary>
    public WeightRegularizer? KernelRegularizer { get; init; }

    /// <summary>What is done to the latent kernel after each step.</summary>
    public WeightConstraint? KernelConstraint { get; init; }

    internal virtual Quantizer? Kernel => null;

    internal override MacRule MacRule => MacRule.Weights;

    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output) => new WindowCost(
        inputs[0], Window2D.Of(new TensorShape(1, 1, inputs[0].Size), 1, 1, 1, Padding.Valid))
    {
        Filters = Units,
        InputQuantizer = Input,
        KernelQuantizer = Kernel,
    }.Convolution();

    internal override TensorShape Infer(LayerInputs inputs)
    {
        _ = inputs.Vector;
        inputs.Range("units", Units, 1);
        inputs.Defined("activation", Activation);
        return new TensorShape(Units);
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        yield return new WeightSpec("kernel", new TensorShape(inputs[0].Size, Units), KernelInitializer)
        {
            Quantizer = Kernel,
            Constraint = KernelConstraint,
            Regularizer = KernelRegularizer,
        };
        if (UseBias) yield return BiasOf(Units);
    }
}
