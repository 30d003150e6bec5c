using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Quantizers;

/// <summary>Binarizes to 0 and 1; the gradient passes straight through inside a clip window.</summary>
/// <remarks>
/// <para>Forward: q(x) = 1 when x &gt; 0, otherwise 0; so q(0) = q(NaN) = 0, unlike the signs.</para>
/// <para>Backward: ∂q/∂x = 1 when |x| ≤ the clip value, otherwise 0; 1 everywhere without a clip value.</para>
/// <para>Larq: <c>ste_heaviside</c>.</para>
/// </remarks>
internal sealed record SteHeavisideQuantizer(float? Window = 1f)
    : LibraryQuantizer(Row, Alphabet.ZeroOne, window: Window)
{
    internal static readonly AliasRow<Quantizer> Row = new(
        "ste_heaviside", call => new SteHeavisideQuantizer(ClipOf(call)), "SteHeaviside");

    internal override void Compute(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized)
    {
        for (var i = 0; i < values.Length; i++) quantized[i] = values[i] > 0 ? 1f : 0f;
    }

    private protected override string Describe() => AliasCall.Spell(Alias, ClipArgument);
}
