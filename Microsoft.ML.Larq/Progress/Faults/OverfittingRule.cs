using Microsoft.ML.Larq.Progress.Facts;

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
        yield return new Finding(
            WarningNames.Overfitting,
            $"training rows are predicted at {LayerCurve.Score(metric.Late)}, validation rows at "
            + $"{LayerCurve.Score(seen.Late)}: the network knows its rows by heart. More rows cure that: train on "
            + $"{10L * facts.Rows} in place of {facts.Rows} rows.{WithoutMore(facts.Choices)}")
        {
            IsOfTheResult = true,
            Explains = [WarningNames.Overconfident],
        };
    }

    // What makes rows harder to know by heart; on few rows neither brings more than a point or three.
    private static string WithoutMore(ChoiceFacts choices)
    {
        List<string> tries = [];
        if (!choices.DropsOut) tries.Add("a Dropout(0.3f) before the last layer");
        if (!choices.Augments) tries.Add("for images Augmentation, which is empty");
        return tries.Count == 0
            ? ""
            : $" Without more rows try {string.Join(", or ", tries)}: that helps little where rows are few, and these "
                + "values cannot tell whether it does here.";
    }
}
