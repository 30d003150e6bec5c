using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Contracts;

/// <summary>A quantizer of a user's own, for generic members that want one.</summary>
public sealed record ContractSignQuantizer : CustomQuantizer
{
    public override string Alias => "contract_sign";

    public override int Precision => 1;

    public override Alphabet Alphabet => Alphabet.Signs;

    protected override void Quantize(
        ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized)
    {
        for (var i = 0; i < values.Length; i++) quantized[i] = values[i] < 0 ? -1 : 1;
    }
}
