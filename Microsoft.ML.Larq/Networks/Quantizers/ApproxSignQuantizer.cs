using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Binarizes with sign(x); the gradient is that of a piecewise quadratic approximation of sign.</summary>
/// <remarks>
/// <para>Forward: q(x) = −1 when x &lt; 0, otherwise +1; so q(0) = q(−0) = q(NaN) = +1.</para>
/// <para>Backward: ∂q/∂x = 2·(1 − |x|) when |x| ≤ 1, otherwise 0.</para>
/// <para>Liu et al. 2018 (Bi-Real Net), <see href="https://arxiv.org/abs/1808.00278"/>.</para>
/// </remarks>
internal sealed record ApproxSignQuantizer : Quantizer
{
    internal static readonly AliasRow<Quantizer> Row = new(
        "approx_sign", _ => new ApproxSignQuantizer(), "ApproxSign");

    public override string Alias => "approx_sign";

    public override int Precision => 1;

    public override Alphabet Alphabet => Alphabet.Signs;

    public override float? Window => 1f;

    internal override void Compute(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized) =>
        Signs.Of(values, quantized);
}

public abstract partial record Quantizer
{
    /// <inheritdoc cref="ApproxSignQuantizer"/>
    public static Quantizer ApproxSign() => new ApproxSignQuantizer();
}
