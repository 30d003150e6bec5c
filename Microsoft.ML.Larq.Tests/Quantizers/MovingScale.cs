using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Quantizers;

/// <summary>
/// 8 bits over a scale that is a moving mean of |x|: q(x) = round(min(max(x/m, −1), 1) · 127) · m/127. In training m
/// becomes (1 − rate)·m + rate·mean|x| first.
/// </summary>
/// <param name="Rate">How fast the mean moves.</param>
/// <param name="Kept">Whether the mean is named as state; otherwise it is forgotten, which is a mistake.</param>
public sealed record MovingScaleQuantizer(float Rate, bool Kept) : CustomQuantizer
{
    public override string Alias => "moving_scale";

    public override int Precision => 8;

    public override Alphabet Alphabet => Alphabet.Real;

    protected override IEnumerable<(string, object?)> Arguments => [("rate", Rate), ("kept", Kept)];

    public override IReadOnlyList<QuantizerParameter> Parameters(TensorShape shape) =>
        Kept ? [new("mean", new TensorShape(1), Initializer.Ones, trainable: false)] : [];

    [ModuleInitializer]
    internal static void Register()
    {
        Quantizer.Register("moving_scale", arguments => new MovingScaleQuantizer(
            arguments.Number("rate", 0.1f), arguments.Flag("kept", true)));
        QuantizerModules.Register<MovingScaleQuantizer>((value, _) => new MovingScale(value.Rate));
    }

    protected override void Quantize(
        ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized)
    {
        var mean = Kept ? parameters["mean"][0] : 1;
        for (var i = 0; i < values.Length; i++)
            quantized[i] = MathF.Round(Math.Clamp(values[i] / mean, -1, 1) * 127) / 127 * mean;
    }
}

public sealed class MovingScale : QuantizerModule
{
    private readonly float _rate;

    public MovingScale(float rate)
        : base(nameof(MovingScale))
    {
        _rate = rate;
        register_buffer("mean", ones(1).DetachFromDisposeScope());
    }

    protected override Tensor Quantize(Tensor input)
    {
        var mean = get_buffer("mean")!;
        if (training)
        {
            using var noGrad = no_grad();
            using var size = input.abs().mean().mul_(_rate);
            mean.mul_(1 - _rate).add_(size);
        }

        return input.div(mean).clamp(-1, 1).mul(127).round().div(127).mul(mean);
    }

    protected override Tensor PseudoGradient(Tensor input, Tensor upstream)
    {
        using var inside = input.abs().le(get_buffer("mean")!);
        return upstream.mul(inside);
    }
}
