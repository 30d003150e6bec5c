using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>What convolutions share that shift their kernels over the input: what happens at the border.</summary>
/// <remarks>
/// Order: the input is quantized, then padded with <see cref="PadValue"/>, which is not quantized itself.
/// </remarks>
public abstract record ConvolutionKind : PaddedKind
{
    private protected ConvolutionKind(int axes)
        : base(axes)
    {
    }

    /// <summary>
    /// What <see cref="PadMode.Same"/> adds around the quantized input: 0 (no effect) or 1 (free when packed), or
    /// another; default 0, and 0 with <see cref="PadMode.Causal"/>.
    /// </summary>
    [JsonPropertyOrder(KindContract.First)]
    public float PadValue { get; init; }

    internal override bool IsQuantized => PadValue != 0 || base.IsQuantized;

    /// <summary>What lies around the image: <see cref="PadMode.Valid"/> pads with nothing.</summary>
    internal float PadAround => Padding == PadMode.Same ? PadValue : 0f;

    /// <summary>Checks what is left and gives the output's shape.</summary>
    private protected TensorShape Slide(LayerInputs inputs, int channels)
    {
        var stencil = Stencil;
        inputs.Border(Padding, causal: stencil.Axes == 1);
        inputs.Defined("activation", Activation);
        if (!float.IsFinite(PadValue)) throw inputs.Error($"pad value is a finite number, got {PadValue}.");
        if (Padding == PadMode.Causal && PadValue != 0)
            throw inputs.Error($"pad value (pad_values) is 0 with Causal padding, which adds zeros, got {PadValue}.");
        return stencil.Slide(inputs, channels);
    }
}
