using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Quantizers;

/// <summary>Binarizes to ±s, a scale s for each of the last axis, with the gradient s inside a clip window.</summary>
/// <remarks>
/// <para>Forward: q(x) = s·sign(x), sign(0) = +1; s is the mean of |x| over all axes but the last: of a kernel one per
/// output channel (per multiplier of a depthwise kernel, per input channel of a transposed one, as in Keras' layouts).
/// Of an input it is the mean over the row's pixels, one per channel; a vector's values each have a scale of their own,
/// so that it stays what it is. (Larq takes an input's mean over the batch too; then a row's score hangs on its
/// neighbours.)</para>
/// <para>Backward: ∂q/∂x = s when |x| ≤ the clip value, otherwise 0; s counts as a constant.</para>
/// <para>Liu et al. 2018 (Bi-Real Net), <see href="https://arxiv.org/abs/1808.00278"/>.</para>
/// </remarks>
internal sealed record MagnitudeAwareSignQuantizer(float? Window = 1f)
    : LibraryQuantizer(Row, Alphabet.Real, window: Window)
{
    internal static readonly AliasRow<Quantizer> Row = new(
        "magnitude_aware_sign",
        call => new MagnitudeAwareSignQuantizer(ClipOf(call)), "MagnitudeAwareSign");

    internal override bool IsScaledSign => true;

    internal override void Compute(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized) =>
        Magnitudes.Scale(values, Magnitudes.Means(values, shape.Channels), quantized);

    private protected override string Describe() => AliasCall.Spell(Alias, ClipArgument);
}
