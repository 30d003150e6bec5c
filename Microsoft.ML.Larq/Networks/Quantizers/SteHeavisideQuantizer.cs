using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Binarizes to 0 and 1; the gradient passes straight through inside a clip window.</summary>
/// <remarks>
/// <para>Forward: q(x) = 1 when x &gt; 0, otherwise 0; so q(0) = q(NaN) = 0, unlike the signs.</para>
/// <para>Backward: ∂q/∂x = 1 when |x| ≤ <see cref="ClipValue"/>, otherwise 0; 1 everywhere without a clip value.</para>
/// <para>Larq: <c>ste_heaviside</c>.</para>
/// </remarks>
internal sealed record SteHeavisideQuantizer : Quantizer
{
    internal static readonly AliasRow<Quantizer> Row = new(
        "ste_heaviside", call => new SteHeavisideQuantizer(call.Take("clip_value", (float?)1f)), "SteHeaviside");

    public SteHeavisideQuantizer(float? clipValue = 1f) => ClipValue = CheckedClip(clipValue);

    /// <summary>Half the width of the window in which the gradient passes; null for no window.</summary>
    public float? ClipValue { get; }

    public override string Alias => "ste_heaviside";

    public override int Precision => 1;

    public override Alphabet Alphabet => Alphabet.ZeroOne;

    public override float? Window => ClipValue;

    internal override void Compute(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized)
    {
        for (var i = 0; i < values.Length; i++) quantized[i] = values[i] > 0 ? 1f : 0f;
    }

    private protected override string Describe() => AliasCall.Spell(Alias, ("clip_value", ClipValue, 1f));
}

public abstract partial record Quantizer
{
    /// <inheritdoc cref="SteHeavisideQuantizer"/>
    /// <param name="clipValue">Half the width of the gradient's window, above 0; default 1; null for none.</param>
    public static Quantizer SteHeaviside(float? clipValue = 1f) => new SteHeavisideQuantizer(clipValue);
}
