using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Quantizers;

/// <summary>Binarizes with sign(x); the gradient is that of a scaled swish close to the sign.</summary>
/// <remarks>
/// <para>Forward: q(x) = −1 when x &lt; 0, otherwise +1; so q(0) = q(−0) = q(NaN) = +1.</para>
/// <para>Backward: ∂q/∂x = β·(2 − βx·tanh(βx/2)) / (1 + cosh βx): β at 0, below 0 further out, never clipped.</para>
/// <para>Darabi et al. 2018 (BNN+), <see href="https://arxiv.org/abs/1812.11800"/>.</para>
/// </remarks>
internal sealed record SwishSignQuantizer(float Beta = 5f) : LibraryQuantizer(Row, Alphabet.Signs)
{
    internal static readonly AliasRow<Quantizer> Row = new(
        "swish_sign", call => new SwishSignQuantizer(call.Take("beta", 5f)), "SwishSign");

    /// <summary>β, how steep the approximation is.</summary>
    public float Beta { get; } = Argument.Positive(OwnerOf(Row), Beta);

    internal override void Compute(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized) =>
        Signs.Of(values, quantized);

    private protected override string Describe() =>
        AliasCall.Spell(Alias, ("beta", Beta, 5f));
}
