namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.ValidationDiffers"/>
internal sealed class ValidationDiffersRule : IFaultRule
{
    private const double Kept = 0.3;
    private const double Gained = 0.1;

    public Moments Certain => Moments.End;

    public IEnumerable<Finding> Find(FaultView view)
    {
        if (view.Facts is not { Labels: { ValidationGuess: { } guess } labels } facts) yield break;
        if (view is not { ValidationLoss: { } validated, Metric: { } metric, ValidationMetric: { } seen }) yield break;
        var chance = labels.IsRegression ? 0 : labels.BaseRate;
        var learned = metric.Late - chance;
        if (!(learned > Gained && validated.Late > guess && seen.Largest - chance < Kept * learned)) yield break;
        yield return new Finding(
            WarningNames.ValidationDiffers,
            $"training rows are predicted at {LayerCurve.Score(metric.Late)}, validation rows at "
            + $"{LayerCurve.Score(seen.Late)} and with a loss of {LayerCurve.Number(validated.Late)}, where guessing "
            + $"costs {LayerCurve.Number(guess)}: the {facts.ValidationRows} validation rows are of another kind than "
            + "the training rows, or the labels of the one or the other are not those of their rows, or nothing was "
            + "learned that holds for other rows, as where labels are chance; take both at random from the same data "
            + "(TrainTestSplit), through the same transforms.")
        {
            IsOfTheResult = true,
            Explains = [WarningNames.Overfitting, WarningNames.NoisyLabels, WarningNames.Overconfident],
        };
    }
}
