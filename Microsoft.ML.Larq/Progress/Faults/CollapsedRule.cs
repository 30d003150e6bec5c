using Microsoft.ML.Larq.Progress.Facts;

namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.Collapsed"/>
internal sealed class CollapsedRule : IFaultRule
{
    private const string Decay = "Weight Decay";
    private const double FarAbove = 10;
    private const double Open = 0.9;

    public Moments Certain => Moments.End;

    /// <summary>The optimizer that takes more from the weights than the loss can give them; null for none.</summary>
    public static OptimizerFacts? Decaying(FaultView view) => view.Facts?.Optimizers
        .FirstOrDefault(optimizer => optimizer[Decay] is { } decay && decay.Value > FarAbove * decay.Default);

    public IEnumerable<Finding> Find(FaultView view)
    {
        var dead = view.Of(MetricNames.GradientFlow).Any(flow =>
            flow.Largest >= Open && flow.Late < HealthyRanges.LeastFlow);
        if (view.HasLearnedAll || (!dead && !view.IsGuessing)) yield break;
        if (Decaying(view) is { } optimizer)
        {
            var decay = optimizer[Decay]!;
            yield return new Finding(
                WarningNames.Collapsed,
                "the weights have shrunk to nothing, and with them what the layers pass on; "
                + $"{Movement.Set(optimizer, decay, decay.Default)}.")
            {
                ExplainsAll = true,
                Advice = [new(Decay, optimizer.Case, false)],
            };
        }
        else if (dead && view.IsGuessing && view.Facts is { Choices.Regularizes: true })
        {
            yield return new Finding(
                WarningNames.Collapsed,
                "the weights have shrunk to nothing, and with them what the layers pass on: a regularizer outweighs "
                + "the loss; divide its factor by 100, or leave it out.")
            {
                ExplainsAll = true,
            };
        }
    }
}
