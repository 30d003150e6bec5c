using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Signals;

/// <summary>sign(x), which dereferences null wherever a training calls it.</summary>
internal sealed record FaultySignQuantizer : CustomQuantizer
{
    public override string Alias => "faulty_sign";

    public override int Precision => 1;

    public override Alphabet Alphabet => Alphabet.Signs;

    public static void Register()
    {
        Quantizer.Register("faulty_sign", _ => new FaultySignQuantizer());
        QuantizerModules.Register<FaultySignQuantizer>((_, _) => new FaultySign());
    }

    protected override void Quantize(
        ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized)
    {
        for (var i = 0; i < values.Length; i++) quantized[i] = values[i] >= 0 ? 1 : -1;
    }
}

internal sealed class FaultySign() : QuantizerModule(nameof(FaultySign))
{
    protected override Tensor Quantize(Tensor input)
    {
        Training.Dereference("quantizer");
        return where(input.ge(zeros(1)), ones_like(input), ones_like(input).neg());
    }

    protected override Tensor PseudoGradient(Tensor input, Tensor upstream)
    {
        Training.Dereference("pseudo-gradient");
        return upstream.alias();
    }
}
