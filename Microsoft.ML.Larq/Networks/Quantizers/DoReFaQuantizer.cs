using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Quantizers;

/// <summary>Quantizes to 2ᵏ evenly spaced levels: 0 … 1 for activations, −1 … 1 for weights.</summary>
/// <remarks>
/// <para>With n = 2ᵏ − 1, and round to the nearest, halves to even:</para>
/// <para>Activations. Forward: q(x) = round(n·min(max(x, 0), 1)) / n. Backward: ∂q/∂x = 1 when 0 ≤ x ≤ 1, otherwise
/// 0.</para>
/// <para>Weights. Forward: l = tanh(x), d = max |l| over the whole tensor (kernel, or an input's row), r = l/(2d) + ½
/// (½ where d = 0), q(x) = 2·round(n·r)/n − 1; never 0. Backward: ∂q/∂x = (1 − l²)/d (0 where d = 0); d counts as a
/// constant and nothing is clipped.</para>
/// <para>A layer with activations of k bits and a kernel of ±1, of −1, 0 and +1, or of ± one magnitude a filter is
/// scored in whole levels n·q(x), whose sum is multiplied once by 1/n; packed, they are k planes of bits.</para>
/// <para>NaN stays NaN, but counts as level 0 there. Zhou et al. 2016,
/// <see href="https://arxiv.org/abs/1606.06160"/>.</para>
/// </remarks>
internal sealed record DoReFaQuantizer : LibraryQuantizer
{
    internal static readonly AliasRow<Quantizer> Row = new(
        "dorefa_quantizer",
        call => new DoReFaQuantizer(
            call.TakeWhole("k_bit") ?? 2,
            call.TakeOneOf("mode", "activations", "weights") == "weights"
                ? DoReFaMode.Weights
                : DoReFaMode.Activations), "DoReFa", "DoReFaQuantizer");

    public DoReFaQuantizer(int kBit = 2, DoReFaMode mode = DoReFaMode.Activations)
        : base(Row, Alphabet.KBit, Argument.Within(OwnerOf(Row), 1, 24, kBit)) =>
        Mode = Argument.Defined(OwnerOf(Row), mode);

    /// <summary>k, bits a value.</summary>
    public int KBit => Precision;

    /// <summary>What is quantized.</summary>
    public DoReFaMode Mode { get; }

    /// <summary>n = 2ᵏ − 1, steps from the lowest level to the highest.</summary>
    internal int Steps => (1 << KBit) - 1;

    internal override void Compute(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized)
    {
        if (Mode == DoReFaMode.Weights)
        {
            Weights(values, quantized);
            return;
        }

        float steps = Steps;
        for (var i = 0; i < values.Length; i++)
            quantized[i] = MathF.Round(Math.Clamp(values[i], 0f, 1f) * steps) / steps;
    }

    private protected override string Describe() => AliasCall.Spell(
        Alias, ("k_bit", KBit, 2), ("mode", Mode == DoReFaMode.Weights ? "weights" : null, null));

    private void Weights(ReadOnlySpan<float> values, Span<float> quantized)
    {
        double steps = Steps;
        var largest = 0.0;
        foreach (var value in values) largest = Math.Max(largest, Math.Abs(Math.Tanh(value)));
        var width = 2 * (largest > 0 ? largest : 1);
        for (var i = 0; i < values.Length; i++)
            quantized[i] = (float)((2 * (Math.Round(steps * ((Math.Tanh(values[i]) / width) + 0.5)) / steps)) - 1);
    }
}
