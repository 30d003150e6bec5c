using Microsoft.ML.Larq.Networks.Summary;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// What every kind of convolution has: what happens at the border, a bias and an activation behind the sums.
/// </summary>
public abstract record ConvolutionKind : BiasedKind
{
    private protected ConvolutionKind()
    {
    }

    /// <summary>What happens at the border.</summary>
    public Padding Padding { get; init; }

    /// <summary>Whether a bias is added; never quantized.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>Applied to the result.</summary>
    public ActivationFunction Activation { get; init; }

    internal virtual float Pad => 0f;

    /// <summary>What lies around the image: <see cref="Padding.Valid"/> pads with nothing.</summary>
    internal float PadAround => Padding == Padding.Same ? Pad : 0f;

    internal override MacRule MacRule => MacRule.Weights;

    /// <summary>The window over an image, or over a sequence taken for an image of one row.</summary>
    internal abstract Window2D WindowOver(TensorShape input);

    private protected void CheckEnds(LayerInputs inputs, bool causal = false)
    {
        inputs.Border(Padding, causal);
        inputs.Defined("activation", Activation);
        if (!float.IsFinite(Pad)) throw inputs.Error($"pad value is a finite number, got {Pad}.");
        if (Padding == Padding.Causal && Pad != 0)
            throw inputs.Error($"pad value (pad_values) is 0 with Causal padding, which adds zeros, got {Pad}.");
    }

    private protected IEnumerable<WeightSpec> Bias(int filters) =>
        UseBias ? [BiasOf(filters)] : [];
}
