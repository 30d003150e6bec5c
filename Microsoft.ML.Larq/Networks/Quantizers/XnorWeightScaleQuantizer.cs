using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Quantizers;

/// <summary>XNOR-Net's kernels: clips to ±1, then binarizes to ±α with a scale α for each of the last axis.</summary>
/// <remarks>
/// <para>Forward: x′ = min(max(x, −1), 1), α the mean of |x′| over all n values of the same last index (per output
/// channel), q(x) = α·sign(x′), sign(0) = +1. Of an input, α is taken over the row, as in
/// <see cref="MagnitudeAwareSignQuantizer"/>.</para>
/// <para>Backward: with the gradients gⱼ to the values qⱼ that share α, and s the three-valued sign, the gradient to xᵢ
/// is α·gᵢ + s(xᵢ)/n·Σⱼ gⱼ·sign(xⱼ) when |xᵢ| ≤ 1, otherwise 0: α is differentiated too.</para>
/// <para>Rastegari et al. 2016, <see href="https://arxiv.org/abs/1603.05279"/>; Larq Zoo:
/// <c>xnor_weight_scale</c>.</para>
/// </remarks>
internal sealed record XnorWeightScaleQuantizer() : LibraryQuantizer(Row, Alphabet.Real, window: 1f)
{
    internal static readonly AliasRow<Quantizer> Row = new(
        "xnor_weight_scale", _ => new XnorWeightScaleQuantizer());

    internal override bool IsScaledSign => true;

    internal override void Compute(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized) =>
        Magnitudes.Scale(values, Magnitudes.Means(values, shape.Channels, limit: 1f), quantized);
}
