using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Quantizers;

/// <summary>Ternarizes to −1, 0 and +1; the gradient passes straight through inside a clip window.</summary>
/// <remarks>
/// <para>Forward: q(x) = s(s(x + Δ) + s(x − Δ)) with the three-valued sign s: +1 when x ≥ Δ, −1 when x ≤ −Δ, 0 between,
/// at x = 0 where Δ = 0, and for NaN. Δ is <see cref="ThresholdValue"/>, or 0.7 times the mean of |x| over the whole
/// tensor (kernel, or an input's row) with <see cref="TernaryWeightNetworks"/>.</para>
/// <para>Backward: ∂q/∂x = 1 when |x| ≤ the clip value, otherwise 0, whatever Δ; 1 everywhere without a clip
/// value.</para>
/// <para>Li et al. 2016 (Ternary Weight Networks), <see href="https://arxiv.org/abs/1605.04711"/>.</para>
/// </remarks>
internal sealed record SteTernQuantizer : LibraryQuantizer
{
    internal const double MeanShare = 0.7;

    internal static readonly AliasRow<Quantizer> Row = new(
        "ste_tern",
        call => new SteTernQuantizer(
            call.Take("threshold_value", 0.05f),
            call.Take("ternary_weight_networks", false),
            ClipOf(call)), "SteTern");

    public SteTernQuantizer(float thresholdValue = 0.05f, bool ternaryWeightNetworks = false, float? clipValue = 1f)
        : base(Row, Alphabet.Ternary, 2, clipValue)
    {
        ThresholdValue = Argument.AtLeast(OwnerOf(Row), 0, thresholdValue);
        TernaryWeightNetworks = ternaryWeightNetworks;
    }

    /// <summary>Δ, the magnitude from which a value is no longer 0.</summary>
    public float ThresholdValue { get; }

    /// <summary>Whether Δ is 0.7 times the mean magnitude instead.</summary>
    public bool TernaryWeightNetworks { get; }

    internal override void Compute(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized)
    {
        var threshold = TernaryWeightNetworks ? (float)(MeanShare * Magnitudes.Mean(values)) : ThresholdValue;
        for (var i = 0; i < values.Length; i++)
            quantized[i] = Math.Sign(Sign(values[i] + threshold) + Sign(values[i] - threshold));
    }

    private protected override string Describe() => AliasCall.Spell(
        Alias, ("threshold_value", ThresholdValue, 0.05f), ("ternary_weight_networks", TernaryWeightNetworks, false),
        ClipArgument);

    // Math.Sign throws at NaN.
    private static int Sign(float value) => value > 0 ? 1 : value < 0 ? -1 : 0;
}
