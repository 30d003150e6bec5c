using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Quantizers;

/// <summary>DoReFa-Net's binary kernels: ±S with one scale for the tensor; the gradient always passes.</summary>
/// <remarks>
/// <para>Forward: q(x) = S·sign(x), sign(0) = +1; S is the mean of |x| over the whole tensor (kernel, or an input's
/// row).</para>
/// <para>Backward: ∂q/∂x = 1: not scaled, not clipped.</para>
/// <para>Zhou et al. 2016, <see href="https://arxiv.org/abs/1606.06160"/>, equation 7; Larq Zoo:
/// <c>magnitude_aware_sign_unclipped</c>.</para>
/// </remarks>
internal sealed record MagnitudeAwareSignUnclippedQuantizer() : LibraryQuantizer(Row, Alphabet.Real)
{
    internal static readonly AliasRow<Quantizer> Row = new(
        "magnitude_aware_sign_unclipped", _ => new MagnitudeAwareSignUnclippedQuantizer());

    internal override bool IsScaledSign => true;

    internal override void Compute(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized) =>
        Magnitudes.Scale(values, [(float)Magnitudes.Mean(values)], quantized);
}
