namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.LargestClass"/>
internal sealed class LargestClassRule : IFaultRule
{
    private const double Dominates = 0.6;
    private const double Gained = 0.1;
    private const double Learned = 0.5;

    public Moments Certain => Moments.End;

    public IEnumerable<Finding> Find(FaultView view)
    {
        if (view.Facts is not { Labels: { IsRegression: false } labels } facts) yield break;
        var validated = labels.ValidationCounts.Count > 0;
        var rate = validated ? labels.ValidationBaseRate : labels.BaseRate;
        if ((validated ? view.ValidationMetric : view.Metric) is not { } metric) yield break;
        if (rate < Dominates || labels.BaseRate < Dominates) yield break;
        var (loss, guess) = validated ? (view.ValidationLoss, labels.ValidationGuess) : (view.Loss, labels.Guess);
        var hasGained = metric.Late - rate > Gained * (1 - rate);
        if (hasGained || loss?.Late < Learned * guess) yield break;

        // Weights cost accuracy, which is no fault: with more errors the answer is not always the same.
        if (facts.Choices.WeighsClasses && rate - metric.Late > Gained * (1 - rate)) yield break;
        var others = labels.Counts.Sum(count => (long)count) - labels.Counts.Max();
        yield return new Finding(
            WarningNames.LargestClass,
            $"an accuracy of {LayerCurve.Score(metric.Late)} is no better than always answering the largest class, "
            + $"which has {LayerCurve.Percent(rate)} of the rows; "
            + (facts.Choices.WeighsClasses
                ? "ClassWeights is set, and these values cannot tell whether the features say anything of the others "
                    + $"or their {others} rows are too few: look at their recall."
                : "set ClassWeights, which is not set, to ClassWeights.Balanced, and look at the recall of the others, "
                    + $"which accuracy hides: it rises as far as their {others} training rows allow."))
        {
            IsOfTheResult = true,
            YieldsToLayers = true,
            Explains = [WarningNames.NotLearning, WarningNames.Overconfident],
        };
    }
}
