namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.Overfitting"/>
internal sealed class OverfittingRule : IFaultRule
{
    public Moments Certain => Moments.End;

    public IEnumerable<Finding> Find(FaultView view)
    {
        if (view.Facts is not { } facts) yield break;
        if (view is not { Metric: { } metric, ValidationMetric: { } seen }) yield break;
        if (!(metric.Late - seen.Late > HealthyRanges.MostOverfit)) yield break;
        List<string> cures = [$"train on more than {facts.Rows} rows"];
        if (!facts.Choices.Augments) cures.Add("augment images (Augmentation is empty)");
        if (!facts.Choices.DropsOut) cures.Add("put a Dropout(0.3f) before the last layer");
        if (view.ValidationLoss is { } loss && loss.Values.Index().MinBy(value => value.Item).Index + 1 < view.Epochs)
            cures.Add("stop early (Callbacks = [new EarlyStopping()])");
        yield return new Finding(
            WarningNames.Overfitting,
            $"training rows are predicted at {LayerCurve.Score(metric.Late)}, validation rows at "
            + $"{LayerCurve.Score(seen.Late)}: the network knows its rows by heart; {string.Join(", ", cures)}.")
        {
            IsOfTheResult = true,
            Explains = [WarningNames.Overconfident],
        };
    }
}
