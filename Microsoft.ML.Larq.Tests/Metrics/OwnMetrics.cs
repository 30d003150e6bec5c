using Microsoft.ML.Larq.Metrics;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Metrics;

/// <summary>
/// The gradient flow of Larq's RFC as a user would write it: two sums, a share a batch, and 0 for nothing.
/// </summary>
internal sealed class RfcGradientFlow : QuantizerMetric
{
    private readonly MetricState _total;
    private readonly MetricState _count;

    public RfcGradientFlow()
        : base("rfc_gradient_flow") => (_total, _count) = (Remember("total"), Remember("count"));

    protected override void OnBackward(QuantizerPass pass)
    {
        _total.Add(pass.Gradient.ne(0).to_type(ScalarType.Float64).mean());
        _count.Add(1);
    }

    protected override double Compute() => _count.Read() > 0 ? _total.Read() / _count.Read() : 0;
}

/// <summary>Sums up all four tensors of its passes, and counts them.</summary>
internal sealed class Everything : QuantizerMetric
{
    private readonly Dictionary<string, MetricState> _sums;

    public Everything(string name = "everything")
        : base(name) => _sums = new[] { "forward", "fx", "fy", "backward", "x", "y", "dy", "dx" }
            .ToDictionary(state => state, state => Remember(state));

    public double this[string state] => Read(_sums[state]);

    protected override void OnForward(QuantizerPass pass)
    {
        _sums["forward"].Add(1);
        _sums["fx"].Add(pass.Input.sum());
        _sums["fy"].Add(pass.Output.sum());
    }

    protected override void OnBackward(QuantizerPass pass)
    {
        _sums["backward"].Add(1);
        _sums["x"].Add(pass.Input.sum());
        _sums["y"].Add(pass.Output.sum());
        _sums["dy"].Add(pass.Upstream.sum());
        _sums["dx"].Add(pass.Gradient.sum());
    }

    protected override double Compute() => _sums["forward"].Read();
}

/// <summary>Fails where it is told to.</summary>
internal sealed class Failing(string where) : QuantizerMetric("failing")
{
    protected override void OnForward(QuantizerPass pass) => Fail("forward");

    protected override void OnBackward(QuantizerPass pass) => Fail("backward");

    protected override double Compute()
    {
        Fail("result");
        return 1;
    }

    private void Fail(string here)
    {
        if (here == where) throw new NotSupportedException($"no {here} today");
    }
}

/// <summary>Disposes what is not its own.</summary>
internal sealed class Disposing(string tensor, bool backwards) : QuantizerMetric("disposing")
{
    protected override void OnForward(QuantizerPass pass)
    {
        if (!backwards) Of(pass).Dispose();
    }

    protected override void OnBackward(QuantizerPass pass)
    {
        if (backwards) Of(pass).Dispose();
    }

    protected override double Compute() => 1;

    private Tensor Of(QuantizerPass pass) => tensor switch
    {
        nameof(pass.Input) => pass.Input,
        nameof(pass.Output) => pass.Output,
        nameof(pass.Upstream) => pass.Upstream,
        _ => pass.Gradient,
    };
}

/// <summary>Says of itself what it is told to.</summary>
internal sealed class Described(string? text) : QuantizerMetric("described")
{
    public override string Description => text!;

    protected override void OnForward(QuantizerPass pass)
    {
    }

    protected override double Compute() => 0.5;
}

/// <summary>Counts its passes over the whole training.</summary>
internal sealed class Passes : QuantizerMetric
{
    private readonly MetricState _passes;
    private readonly MetricState _seen;

    public Passes()
        : base("passes") => (_passes, _seen) =
            (Remember("passes", lasts: true), Remember("seen/latest", StateCombination.Same, lasts: true));

    public override bool NeedsEveryPass => true;

    protected override void OnForward(QuantizerPass pass)
    {
        _passes.Add(1);
        _seen.Set(pass.Output);
    }

    protected override double Compute() => _passes.Read();
}
