using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Binarizes with sign(x); the gradient is that of a scaled swish close to the sign.</summary>
/// <remarks>
/// <para>Forward: q(x) = −1 when x &lt; 0, otherwise +1; so q(0) = q(−0) = q(NaN) = +1.</para>
/// <para>Backward: ∂q/∂x = β·(2 − βx·tanh(βx/2)) / (1 + cosh βx): β at 0, below 0 further out, never clipped.</para>
/// <para>Darabi et al. 2018 (BNN+), <see href="https://arxiv.org/abs/1812.11800"/>.</para>
/// </remarks>
internal sealed record SwishSignQuantizer : Quantizer
{
    internal static readonly AliasRow<Quantizer> Row = new(
        "swish_sign", call => new SwishSignQuantizer(call.Take("beta", 5f)), "SwishSign");

    public SwishSignQuantizer(float beta = 5f) => Beta = beta > 0 && float.IsFinite(beta)
        ? beta
        : throw new ArgumentOutOfRangeException(
            nameof(beta), beta, $"Quantizer '{Alias}': beta is a finite number above 0.");

    /// <summary>β, how steep the approximation is.</summary>
    public float Beta { get; }

    public override string Alias => "swish_sign";

    public override int Precision => 1;

    public override Alphabet Alphabet => Alphabet.Signs;

    internal override void Compute(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized) =>
        Signs.Of(values, quantized);

    private protected override string Describe() =>
        AliasCall.Spell(Alias, ("beta", Beta, 5f));
}

public abstract partial record Quantizer
{
    /// <inheritdoc cref="SwishSignQuantizer"/>
    /// <param name="beta">β, how steep the approximation is; above 0; default 5.</param>
    public static Quantizer SwishSign(float beta = 5f) => new SwishSignQuantizer(beta);
}
