using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>A quantizer as a layer of its own, or as the activation of the layer before it: y = q(x).</summary>
/// <remarks>
/// <para>Forward: the quantizer's function, for <c>ste_sign</c> q(x) = +1 where x ≥ 0, otherwise −1. Backward: its
/// pseudo-gradient, for <c>ste_sign</c> ∂q/∂x = 1 where |x| ≤ 1, otherwise 0. Each has its own with its
/// formulas.</para>
/// <para>Shape: unchanged. A quantizer that scales does it over each row, as for the input of a layer. Weights: those
/// that a quantizer of one's own trains, <c>input_quantizer_…</c>.</para>
/// <para>A Quant layer behind it that has no input quantizer reads what it gives; ±1, and 0 and 1, as bits.</para>
/// <para>Larq: <c>SteSign()</c> in a list of layers, <c>activation="ste_sign"</c>.</para>
/// </remarks>
public sealed record QuantizeLayer : WeightedKind
{
    /// <summary>The quantizer.</summary>
    public required Quantizer Quantizer { get; init; }

    internal override Quantizer? Input => Quantizer;

    // Larq's summary looks for a layer's input_quantizer, which a quantizer is but does not have.
    internal override int? InputPrecision => null;

    internal override TensorShape Infer(LayerInputs inputs) =>
        Quantizer is null ? inputs.Fail("wants a quantizer, got null.") : inputs.Single;
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantizeLayer"/>
    /// <param name="quantizer">The quantizer, for example <c>"ste_sign"</c>.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentNullException">The quantizer is null.</exception>
    public NetworkTensor Quantize(Quantizer quantizer, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(quantizer);
        return Apply(new QuantizeLayer { Quantizer = quantizer }, name: name);
    }
}
