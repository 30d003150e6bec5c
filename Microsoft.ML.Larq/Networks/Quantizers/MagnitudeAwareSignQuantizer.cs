using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// Binarizes to ±s, with a scale s for each of the last axis, and the gradient s inside a clip window.
/// </summary>
/// <remarks>
/// <para>
/// Forward: q(x) = s·sign(x), sign(0) = +1; s is the mean of |x| over all axes but the last: of a kernel one per output
/// channel (per multiplier of a depthwise kernel, per input channel of a transposed one, as in Keras' layouts). Of an
/// input it is the mean over the row's pixels, one per channel; a vector's values each have a scale of their own, so
/// that it stays what it is. (Larq takes an input's mean over the batch too; then a row's score hangs on its
/// neighbours.)
/// </para>
/// <para>Backward: ∂q/∂x = s when |x| ≤ <see cref="ClipValue"/>, otherwise 0; s counts as a constant.</para>
/// <para>Liu et al. 2018 (Bi-Real Net), <see href="https://arxiv.org/abs/1808.00278"/>.</para>
/// </remarks>
internal sealed record MagnitudeAwareSignQuantizer : Quantizer
{
    internal static readonly AliasRow<Quantizer> Row = new(
        "magnitude_aware_sign",
        call => new MagnitudeAwareSignQuantizer(call.Take("clip_value", (float?)1f)), "MagnitudeAwareSign");

    public MagnitudeAwareSignQuantizer(float? clipValue = 1f) => ClipValue = CheckedClip(clipValue);

    /// <summary>Half the width of the window in which the gradient passes; null for no window.</summary>
    public float? ClipValue { get; }

    public override string Alias => "magnitude_aware_sign";

    public override int Precision => 1;

    public override Alphabet Alphabet => Alphabet.Real;

    internal override bool IsScaledSign => true;

    public override float? Window => ClipValue;

    internal override void Compute(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized) =>
        Magnitudes.Scale(values, Magnitudes.Means(values, shape.Channels), quantized);

    private protected override string Describe() => AliasCall.Spell(Alias, ("clip_value", ClipValue, 1f));
}

public abstract partial record Quantizer
{
    /// <inheritdoc cref="MagnitudeAwareSignQuantizer"/>
    /// <param name="clipValue">Half the width of the gradient's window, above 0; default 1; null for none.</param>
    public static Quantizer MagnitudeAwareSign(float? clipValue = 1f) => new MagnitudeAwareSignQuantizer(clipValue);
}
