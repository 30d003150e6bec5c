using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Ternarizes to −1, 0 and +1; the gradient passes straight through inside a clip window.</summary>
/// <remarks>
/// <para>
/// Forward: q(x) = s(s(x + Δ) + s(x − Δ)) with the three-valued sign s: +1 when x ≥ Δ, −1 when x ≤ −Δ, 0 between, at
/// x = 0 where Δ = 0, and for NaN. Δ is <see cref="ThresholdValue"/>, or 0.7 times the mean of |x| over the whole
/// tensor (kernel, or an input's row) with <see cref="TernaryWeightNetworks"/>.
/// </para>
/// <para>
/// Backward: ∂q/∂x = 1 when |x| ≤ <see cref="ClipValue"/>, otherwise 0, whatever Δ; 1 everywhere without a clip value.
/// </para>
/// <para>Li et al. 2016 (Ternary Weight Networks), <see href="https://arxiv.org/abs/1605.04711"/>.</para>
/// </remarks>
internal sealed record SteTernQuantizer : Quantizer
{
    internal const double MeanShare = 0.7;

    internal static readonly AliasRow<Quantizer> Row = new(
        "ste_tern",
        call => new SteTernQuantizer(
            call.Take("threshold_value", 0.05f),
            call.Take("ternary_weight_networks", false),
            call.Take("clip_value", (float?)1f)), "SteTern");

    public SteTernQuantizer(float thresholdValue = 0.05f, bool ternaryWeightNetworks = false, float? clipValue = 1f)
    {
        ThresholdValue = thresholdValue >= 0 && float.IsFinite(thresholdValue)
            ? thresholdValue
            : throw new ArgumentOutOfRangeException(
                nameof(thresholdValue), thresholdValue,
                $"Quantizer '{Alias}': threshold_value is a finite number of at least 0.");
        TernaryWeightNetworks = ternaryWeightNetworks;
        ClipValue = CheckedClip(clipValue);
    }

    /// <summary>Δ, the magnitude from which a value is no longer 0.</summary>
    public float ThresholdValue { get; }

    /// <summary>Whether Δ is 0.7 times the mean magnitude instead.</summary>
    public bool TernaryWeightNetworks { get; }

    /// <summary>Half the width of the window in which the gradient passes; null for no window.</summary>
    public float? ClipValue { get; }

    public override string Alias => "ste_tern";

    public override int Precision => 2;

    public override Alphabet Alphabet => Alphabet.Ternary;

    public override float? Window => ClipValue;

    internal override void Compute(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized)
    {
        var threshold = TernaryWeightNetworks ? (float)(MeanShare * Magnitudes.Mean(values)) : ThresholdValue;
        for (var i = 0; i < values.Length; i++)
            quantized[i] = Math.Sign(Sign(values[i] + threshold) + Sign(values[i] - threshold));
    }

    private protected override string Describe() => AliasCall.Spell(
        Alias, ("threshold_value", ThresholdValue, 0.05f), ("ternary_weight_networks", TernaryWeightNetworks, false),
        ("clip_value", ClipValue, 1f));

    // Math.Sign throws at NaN.
    private static int Sign(float value) => value > 0 ? 1 : value < 0 ? -1 : 0;
}

public abstract partial record Quantizer
{
    /// <inheritdoc cref="SteTernQuantizer"/>
    /// <param name="thresholdValue">Δ, at least 0; default 0.05. Without effect in ternary weight networks.</param>
    /// <param name="ternaryWeightNetworks">Whether Δ is 0.7 times the mean magnitude instead; default false.</param>
    /// <param name="clipValue">Half the width of the gradient's window, above 0; default 1; null for none.</param>
    public static Quantizer SteTern(
        float thresholdValue = 0.05f, bool ternaryWeightNetworks = false, float? clipValue = 1f) =>
        new SteTernQuantizer(thresholdValue, ternaryWeightNetworks, clipValue);
}
