namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.FrozenLayer"/>
internal sealed class FrozenRule : IFaultRule
{
    public Moments Certain => Moments.Half;

    public IEnumerable<Finding> Find(FaultView view)
    {
        // Weights that decay to nothing do not flip either; and of a single batch an epoch no flips are known.
        if (CollapsedRule.Decaying(view) is not null || view.Facts is { Batches: 1 }) return [];

        // A layer without any gradient is frozen on purpose; one that hardly any reaches, by what lies behind it.
        var trained = view.Of(MetricNames.GradientFlow)
            .Where(flow => flow.Early(view.Half) >= HealthyRanges.LeastFlow).Select(flow => flow.Layer).ToHashSet();

        // Bop turns real starting values into ±1 at its first step, which counts as flips but says nothing of the
        // training: the first epoch is passed over where there are others.
        var all = view.Of(MetricNames.FlipRatio).Where(flips => trained.Contains(flips.Layer)).ToArray();
        return all.Select(flips => (flips.Layer, Early: flips.Early(view.Half)))
            .Where(flips => flips.Early < HealthyRanges.LeastFlips)
            .GroupBy(flips => Cure(view, flips.Layer).Text)
            .Select(group => new Finding(
                WarningNames.FrozenLayer,
                $"{LayerCurve.Percent(group.Average(flips => flips.Early))} of the weights change sign from batch to "
                + $"batch in the first half of the epochs; {group.Key}.")
            {
                Layers = [.. group.Select(flips => flips.Layer)],
                OfLayers = all.Length,
                Advice = Cure(view, group.First().Layer).Advice,
            });
    }

    private static (string Text, Advice[] Advice) Cure(FaultView view, string layer)
    {
        var optimizer = view.OptimizerOf(layer);
        var rate = view.Curve(MetricNames.LearningRate + optimizer?.Case)?.Early(view.Half) ?? double.NaN;
        return Movement.More(optimizer, rate);
    }
}
