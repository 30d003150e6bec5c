using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Sums of products, of which input and kernels may be quantized; bias and activation come behind.</summary>
/// <remarks>
/// The input and the kernels are quantized where there are quantizers for them; without any it works in real numbers.
/// With a quantizer it is a Quant class of Larq's, without one Keras' class of that name.
/// </remarks>
public abstract record BiasedKind : WeightedKind
{
    private protected BiasedKind(int axes = 0)
        : base(axes)
    {
    }

    /// <summary>Quantizes the input; null for none.</summary>
    [JsonPropertyOrder(KindContract.Quantizers)]
    public Quantizer? InputQuantizer { get; init; }

    /// <summary>Whether a bias is added; never quantized.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>Applied to the result.</summary>
    public ActivationFunction Activation { get; init; }

    /// <summary>How the bias starts and what training does to it.</summary>
    [JsonPropertyOrder(KindContract.Biases)]
    public Coefficients Bias
    {
        get;
        init => field = (value ?? throw new ArgumentNullException(nameof(Bias))).From(Initializer.Zeros);
    } = new() { Initializer = Initializer.Zeros };

    /// <summary>
    /// What is added to the loss for the layer's output, activation included, divided by the rows of the batch; default
    /// nothing.
    /// </summary>
    [JsonPropertyOrder(KindContract.Activity)]
    public WeightRegularizer? ActivityRegularizer { get; init; }

    /// <summary>Its kernels, in the order of their weights.</summary>
    internal abstract IEnumerable<Kernel> Kernels { get; }

    internal override bool IsQuantized =>
        InputQuantizer is not null || Kernels.Any(kernel => kernel?.Quantizer is not null);

    internal sealed override Quantizer? Input => InputQuantizer;

    internal override MacRule MacRule => MacRule.Weights;

    /// <summary>The kernels, and behind them the bias if there is one.</summary>
    private protected IEnumerable<WeightSpec> WithBias(
        IEnumerable<WeightSpec> kernels, params ReadOnlySpan<int> shape) =>
        UseBias ? kernels.Append(Bias.Weight("bias", new TensorShape(shape))) : kernels;
}
