using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Quantizers;

/// <summary>Binarizes with sign(x); the gradient passes straight through inside a clip window.</summary>
/// <remarks>
/// <para>Forward: q(x) = −1 when x &lt; 0, otherwise +1; so q(0) = q(−0) = q(NaN) = +1.</para>
/// <para>Backward: ∂q/∂x = 1 when |x| ≤ the clip value, otherwise 0; 1 everywhere without a clip value.</para>
/// <para>Hubara et al. 2016, <see href="https://arxiv.org/abs/1602.02830"/>.</para>
/// </remarks>
internal sealed record SteSignQuantizer(float? Window = 1f)
    : LibraryQuantizer(Row, Alphabet.Signs, window: Window)
{
    internal static readonly AliasRow<Quantizer> Row = new(
        "ste_sign", call => new SteSignQuantizer(ClipOf(call)), "SteSign");

    internal override void Compute(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized) =>
        Signs.Of(values, quantized);

    private protected override string Describe() => AliasCall.Spell(Alias, ClipArgument);
}
