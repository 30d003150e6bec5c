using Microsoft.ML.Larq.Optimizers.Schedules;

using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>What <see cref="CaseSpec"/> describes.</summary>
/// <param name="weights">All weights, also those that no case trains: their gradients are reset too.</param>
/// <param name="parts">The optimizers, and what is appended to the names of their rates.</param>
internal sealed class CaseOptimizer(
    IReadOnlyList<TrainedWeight> weights, IReadOnlyList<(string Suffix, WeightOptimizer Optimizer)> parts)
    : WeightOptimizer(weights)
{
    public override IReadOnlyList<KeyValuePair<string, double>> Rates =>
    [
        .. from part in parts
           from rate in part.Optimizer.Rates
           select KeyValuePair.Create(rate.Key + part.Suffix, rate.Value),
    ];

    public override IEnumerable<OptimizerPart> Parts =>
        from part in parts
        from inner in part.Optimizer.Parts
        select inner with { Suffix = inner.Suffix + part.Suffix };

    public override long Steps
    {
        get => parts.Count == 0 ? 0 : parts[0].Optimizer.Steps;
        set
        {
            foreach (var (_, optimizer) in parts) optimizer.Steps = value;
        }
    }

    public override IEnumerable<KeyValuePair<string, Tensor>> Slots => parts.SelectMany(part => part.Optimizer.Slots);

    public override IEnumerable<TrainedWeight> Latent => parts.SelectMany(part => part.Optimizer.Latent);

    public override IEnumerable<SignOptimizer> BySign => parts.SelectMany(part => part.Optimizer.BySign);

    public override double RateFactor
    {
        get => base.RateFactor;
        set
        {
            base.RateFactor = value;
            foreach (var (_, optimizer) in parts) optimizer.RateFactor = value;
        }
    }

    public override void Step(ScheduleTime time)
    {
        foreach (var (_, optimizer) in parts) optimizer.Step(time);
    }

    public override void Dispose()
    {
        foreach (var (_, optimizer) in parts) optimizer.Dispose();
    }
}
