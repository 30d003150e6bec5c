using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Changes nothing and says how many bits its values need: for kernels that Bop keeps at ±1.</summary>
/// <remarks>
/// <para>Forward: q(x) = x. Backward: ∂q/∂x = 1.</para>
/// <para>Larq: <c>NoOp</c>, which has no alias but its class name.</para>
/// </remarks>
internal sealed record NoOpQuantizer : Quantizer
{
    internal static readonly AliasRow<Quantizer> Row = new(
        "NoOp",
        call => new NoOpQuantizer(call.TakeWhole("precision")
            ?? throw new ArgumentException($"'{call.Text}': 'precision' is required, as in NoOp(precision=1).")),
        "NoOp", "NoOpQuantizer");

    private readonly int _precision;

    public NoOpQuantizer(int precision) => _precision = precision is >= 1 and <= 32
        ? precision
        : throw new ArgumentOutOfRangeException(
            nameof(precision), precision, $"Quantizer '{Alias}': precision is from 1 to 32.");

    public override string Alias => "NoOp";

    public override int Precision => _precision;

    public override Alphabet Alphabet => Alphabet.Real;

    internal override void Compute(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized) =>
        values.CopyTo(quantized);

    private protected override string Describe() => AliasCall.Spell(Alias, ("precision", Precision, null));
}

public abstract partial record Quantizer
{
    /// <inheritdoc cref="NoOpQuantizer"/>
    /// <param name="precision">Bits that a value needs, from 1 to 32.</param>
    public static Quantizer NoOp(int precision) => new NoOpQuantizer(precision);
}
