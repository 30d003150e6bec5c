using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Quantizers;

/// <summary>Quantizers of a user's own, registered before any test runs.</summary>
internal static class CustomQuantizers
{
    [ModuleInitializer]
    internal static void Register()
    {
        Quantizer.Register("shifted_sign", arguments => new ShiftedSignQuantizer(arguments.Number("shift", 0)));
        QuantizerModules.Register<ShiftedSignQuantizer>((value, _) => new ShiftedSign(value.Shift));
        Quantizer.Register("threshold_sign", _ => new ThresholdSignQuantizer());
        QuantizerModules.Register<ThresholdSignQuantizer>((_, place) => new ThresholdSign(place));
        Quantizer.Register("step_sign", arguments => new StepSignQuantizer(arguments.Whole("precision", 1)));
        QuantizerModules.Register<StepSignQuantizer>((_, _) => new StepSign());
    }
}

/// <summary>The example of <see cref="CustomQuantizer"/>'s documentation.</summary>
public sealed record ShiftedSignQuantizer(float Shift) : CustomQuantizer
{
    public override string Alias => "shifted_sign";

    public override int Precision => 1;

    public override Alphabet Alphabet => Alphabet.Signs;

    public override float? Window => 1f;

    public override bool IsIdempotent => Shift is > -1 and <= 1;

    protected override IEnumerable<(string, object?)> Arguments => [("shift", Shift)];

    protected override void Quantize(
        ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized)
    {
        for (var i = 0; i < values.Length; i++) quantized[i] = values[i] >= Shift ? 1 : -1;
    }
}

public sealed class ShiftedSign : QuantizerModule
{
    private readonly Tensor _shift;
    private readonly Tensor _one;

    public ShiftedSign(float shift)
        : base(nameof(ShiftedSign))
    {
        (_shift, _one) = (tensor(shift).DetachFromDisposeScope(), tensor(1f).DetachFromDisposeScope());
        RegisterComponents();
    }

    protected override Tensor Quantize(Tensor input) =>
        where(input.ge(_shift), ones_like(input), ones_like(input).neg());

    protected override Tensor PseudoGradient(Tensor input, Tensor upstream) =>
        where(input.abs().le(_one), upstream, zeros_like(upstream));
}

/// <summary>
/// sign(x − t) with a trained t for each channel; the gradient passes where |x − t| ≤ 1, to t with the other sign. Liu
/// et al. 2020 (ReActNet), https://arxiv.org/abs/2003.03488, equation 2.
/// </summary>
public sealed record ThresholdSignQuantizer : CustomQuantizer
{
    public override string Alias => "threshold_sign";

    public override int Precision => 1;

    public override Alphabet Alphabet => Alphabet.Signs;

    public override IReadOnlyList<QuantizerParameter> Parameters(TensorShape shape) =>
        [new("threshold", new TensorShape(shape.Channels), Initializer.Zeros)];

    protected override void Quantize(
        ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized)
    {
        var thresholds = parameters["threshold"];
        for (var i = 0; i < values.Length; i++) quantized[i] = values[i] >= thresholds[i % shape.Channels] ? 1 : -1;
    }
}

public sealed class ThresholdSign : QuantizerModule
{
    [ComponentName(Name = "threshold")]
    private readonly Parameter _threshold;

    private readonly Tensor _one;
    private readonly TensorLayout _layout;

    public ThresholdSign(QuantizerPlace place)
        : base(nameof(ThresholdSign))
    {
        _threshold = new Parameter(zeros(place.Shape.Channels));
        _threshold.DetachFromDisposeScope();
        _one = tensor(1f).DetachFromDisposeScope();
        _layout = place.Layout;
        RegisterComponents();
    }

    protected override Tensor Quantize(Tensor input) =>
        where(input.ge(Along(input)), ones_like(input), ones_like(input).neg());

    protected override Tensor PseudoGradient(Tensor input, Tensor upstream) =>
        where(input.sub(Along(input)).abs().le(_one), upstream, zeros_like(upstream));

    protected override Tensor ParameterGradient(string name, Tensor input, Tensor upstream)
    {
        using var each = PseudoGradient(input, upstream);
        return _layout.SumLast(each).neg();
    }

    private Tensor Along(Tensor input) => _layout.Spread(_threshold, input);
}

/// <summary>s·sign(x) with one trained s for all; to x the gradient passes as it is, to s goes Σ sign(x)·∂.</summary>
public sealed record StepSignQuantizer(int Bits) : CustomQuantizer
{
    public override string Alias => "step_sign";

    public override int Precision => Bits;

    public override Alphabet Alphabet => Alphabet.Real;

    protected override IEnumerable<(string, object?)> Arguments => [("precision", Bits)];

    public override IReadOnlyList<QuantizerParameter> Parameters(TensorShape shape) =>
        [new("step", new TensorShape(1), Initializer.Ones)];

    protected override void Quantize(
        ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized)
    {
        var step = parameters["step"][0];
        for (var i = 0; i < values.Length; i++) quantized[i] = values[i] < 0 ? -step : step;
    }
}

public sealed class StepSign : QuantizerModule
{
    [ComponentName(Name = "step")]
    private readonly Parameter _step;

    private readonly Tensor _zero;

    public StepSign()
        : base(nameof(StepSign))
    {
        _step = new Parameter(ones(1));
        _step.DetachFromDisposeScope();
        _zero = tensor(0f).DetachFromDisposeScope();
        RegisterComponents();
    }

    protected override Tensor Quantize(Tensor input) => Sign(input).mul(_step);

    protected override Tensor PseudoGradient(Tensor input, Tensor upstream) => upstream.alias();

    protected override Tensor ParameterGradient(string name, Tensor input, Tensor upstream) =>
        Sign(input).mul(upstream).sum().reshape(1);

    private Tensor Sign(Tensor input) => where(input.lt(_zero), ones_like(input).neg(), ones_like(input));
}
