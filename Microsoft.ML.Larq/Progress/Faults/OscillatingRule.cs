namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.OscillatingLayer"/>
internal sealed class OscillatingRule : IFaultRule
{
    private const int LeastEpochs = 4;

    public Moments Certain => Moments.End;

    public IEnumerable<Finding> Find(FaultView view)
    {
        if (view.Epochs < LeastEpochs) return [];
        var all = view.Of(MetricNames.FlipRatio);
        return all.Where(flips => flips.Late > HealthyRanges.MostFlips)
            .GroupBy(flips => Movement.Less(view.OptimizerOf(flips.Layer)).Text)
            .Select(group =>
            {
                var what = $"{LayerCurve.Percent(group.Average(flips => flips.Late))} of the weights still change sign "
                    + "from batch to batch in the last epochs";
                var found = new Finding(WarningNames.OscillatingLayer, $"{what}; {group.Key}.")
                {
                    Layers = [.. group.Select(flips => flips.Layer)],
                    OfLayers = all.Count,
                    Advice = Movement.Less(view.OptimizerOf(group.First().Layer)).Advice,
                };
                return found with
                {
                    Apart = found with
                    {
                        Message = $"{what}, while others stand still; give these a case of their own (Optimize.Case), "
                            + "whose rate is a tenth.",
                        Advice = [new(MetricNames.LearningRate, string.Join(", ", found.Layers), false)],
                    },
                };
            });
    }
}
