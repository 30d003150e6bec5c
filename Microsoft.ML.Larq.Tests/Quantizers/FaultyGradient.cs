using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Quantizers;

/// <summary>A sign with a trained parameter, one of whose gradients goes wrong in the way that is asked for.</summary>
public sealed record FaultyGradientQuantizer(string Way) : CustomQuantizer
{
    public const string Shift = "shift";

    public override string Alias => "faulty_gradient";

    public override int Precision => 1;

    public override Alphabet Alphabet => Alphabet.Signs;

    public override float? Window => 1f;

    protected override IEnumerable<(string, object?)> Arguments => [("way", Way)];

    public static void Register()
    {
        Quantizer.Register("faulty_gradient", arguments =>
            new FaultyGradientQuantizer(arguments.OneOf("way", [.. FaultyGradient.Ways])));
        QuantizerModules.Register<FaultyGradientQuantizer>((value, _) => new FaultyGradient(value.Way));
    }

    public override IReadOnlyList<QuantizerParameter> Parameters(TensorShape shape) =>
        [new(Shift, new TensorShape(1), Initializer.Zeros)];

    protected override void Quantize(
        ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized)
    {
        for (var i = 0; i < values.Length; i++) quantized[i] = values[i] >= parameters[Shift][0] ? 1 : -1;
    }
}

/// <summary>Its module.</summary>
public sealed class FaultyGradient : QuantizerModule
{
    private readonly string _way;

    /// <summary>Ways to go wrong; the first does not.</summary>
    public static IEnumerable<string> Ways =>
        ["none", "null dereference", "exception", "torch", "no tensor", "parameter"];

    public FaultyGradient(string way)
        : base(nameof(FaultyGradient))
    {
        _way = way;
        register_parameter(FaultyGradientQuantizer.Shift, nn.Parameter(zeros(1)));
    }

    protected override Tensor Quantize(Tensor input) =>
        where(input.ge(get_parameter(FaultyGradientQuantizer.Shift)!), ones_like(input), ones_like(input).neg());

    protected override Tensor PseudoGradient(Tensor input, Tensor upstream) => _way switch
    {
        "null dereference" => Of(null!),
        "exception" => throw new NotSupportedException("gradients are not for today"),
        "torch" => upstream.reshape(-1, 7919),
        "no tensor" => null!,
        _ => upstream.alias(),
    };

    protected override Tensor ParameterGradient(string name, Tensor input, Tensor upstream) =>
        _way == "parameter" ? throw new NotSupportedException("nor for parameters") : zeros(1);

    private static Tensor Of(string nothing) => ones(nothing.Length);
}
