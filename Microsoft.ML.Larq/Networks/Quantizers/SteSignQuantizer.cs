using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Binarizes with sign(x); the gradient passes straight through inside a clip window.</summary>
/// <remarks>
/// <para>Forward: q(x) = −1 when x &lt; 0, otherwise +1; so q(0) = q(−0) = q(NaN) = +1.</para>
/// <para>Backward: ∂q/∂x = 1 when |x| ≤ <see cref="ClipValue"/>, otherwise 0; 1 everywhere without a clip value.</para>
/// <para>Hubara et al. 2016, <see href="https://arxiv.org/abs/1602.02830"/>.</para>
/// </remarks>
internal sealed record SteSignQuantizer : Quantizer
{
    internal static readonly AliasRow<Quantizer> Row = new(
        "ste_sign", call => new SteSignQuantizer(call.Take("clip_value", (float?)1f)), "SteSign");

    public SteSignQuantizer(float? clipValue = 1f) => ClipValue = CheckedClip(clipValue);

    /// <summary>Half the width of the window in which the gradient passes; null for no window.</summary>
    public float? ClipValue { get; }

    public override string Alias => "ste_sign";

    public override int Precision => 1;

    public override Alphabet Alphabet => Alphabet.Signs;

    public override float? Window => ClipValue;

    internal override void Compute(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized) =>
        Signs.Of(values, quantized);

    private protected override string Describe() => AliasCall.Spell(Alias, ("clip_value", ClipValue, 1f));
}

public abstract partial record Quantizer
{
    /// <inheritdoc cref="SteSignQuantizer"/>
    /// <param name="clipValue">Half the width of the gradient's window, above 0; default 1; null for none.</param>
    public static Quantizer SteSign(float? clipValue = 1f) => new SteSignQuantizer(clipValue);
}
