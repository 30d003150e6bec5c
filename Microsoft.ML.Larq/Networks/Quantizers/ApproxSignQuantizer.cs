using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Quantizers;

/// <summary>Binarizes with sign(x); the gradient is that of a piecewise quadratic approximation of sign.</summary>
/// <remarks>
/// <para>Forward: q(x) = −1 when x &lt; 0, otherwise +1; so q(0) = q(−0) = q(NaN) = +1.</para>
/// <para>Backward: ∂q/∂x = 2·(1 − |x|) when |x| ≤ 1, otherwise 0.</para>
/// <para>Liu et al. 2018 (Bi-Real Net), <see href="https://arxiv.org/abs/1808.00278"/>.</para>
/// </remarks>
internal sealed record ApproxSignQuantizer() : LibraryQuantizer(Row, Alphabet.Signs, window: 1f)
{
    internal static readonly AliasRow<Quantizer> Row = new(
        "approx_sign", _ => new ApproxSignQuantizer(), "ApproxSign");

    internal override void Compute(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized) =>
        Signs.Of(values, quantized);
}
