using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Quantizers;

/// <summary>Changes nothing and says how many bits its values need: for kernels that Bop keeps at ±1.</summary>
/// <remarks>
/// <para>Forward: q(x) = x. Backward: ∂q/∂x = 1.</para>
/// <para>Larq: <c>NoOp</c>, which has no alias but its class name.</para>
/// </remarks>
internal sealed record NoOpQuantizer(int Precision) : LibraryQuantizer(Row, Alphabet.Real, Precision)
{
    internal static readonly AliasRow<Quantizer> Row = new(
        "NoOp",
        call => new NoOpQuantizer(call.TakeWhole("precision")
            ?? throw new ArgumentException($"'{call.Text}': 'precision' is required, as in NoOp(precision=1).")),
        "NoOp", "NoOpQuantizer");

    internal override void Compute(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized) =>
        values.CopyTo(quantized);

    private protected override string Describe() => AliasCall.Spell(Alias, ("precision", Precision, null));
}
