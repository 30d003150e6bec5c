namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.NoisyLabels"/>
internal sealed class NoisyLabelsRule : IFaultRule
{
    private const int LeastEpochs = 4;

    public Moments Certain => Moments.End;

    public IEnumerable<Finding> Find(FaultView view)
    {
        if (view.Epochs < LeastEpochs || view.Facts is not { } facts) yield break;
        if (facts.Choices is { Augments: true } or { DropsOut: true } or { HasTeacher: true }) yield break;
        if (view is not { Metric: { } metric, ValidationMetric: { } seen }) yield break;
        if (!(seen.Late - metric.Late > HealthyRanges.MostUnderfit)) yield break;
        yield return new Finding(
            WarningNames.NoisyLabels,
            $"training rows are predicted at {LayerCurve.Score(metric.Late)}, validation rows at "
            + $"{LayerCurve.Score(seen.Late)}, and nothing makes the training rows harder: some of their labels are "
            + "wrong; no option cures that, look at those that the model predicts otherwise.")
        {
            IsOfTheResult = true,
        };
    }
}
