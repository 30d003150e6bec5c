namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.TooShort"/>
internal sealed class TooShortRule : IFaultRule
{
    private const int FewEpochs = 4;
    private const long FewSteps = 1000;
    private const double StillFalling = 0.8;
    private const double HasLearned = 0.25;
    private const int UsualEpochs = 40;

    public Moments Certain => Moments.End;

    public IEnumerable<Finding> Find(FaultView view)
    {
        if (view.Facts is not { } facts || view.Epochs is 0 or >= FewEpochs || view.Steps >= FewSteps) yield break;
        if (view.Loss is not { } loss) yield break;

        // The training loss is the mean over the epoch, the validation loss that of its end.
        var falls = view.ValidationLoss is { } end
            ? end.Values[^1] < StillFalling * loss.Values[^1]
            : loss.Values[^1] > HasLearned * facts.Labels.Guess;
        if (!falls) yield break;
        yield return new Finding(
            WarningNames.TooShort,
            $"{view.Epochs} epoch{(view.Epochs == 1 ? "" : "s")} of {facts.Batches} steps: too few, as the loss is "
            + $"still falling, and whether layers settle cannot be seen; Epochs is {facts.Epochs}: set it to "
            + $"{UsualEpochs} or more.")
        {
            IsOfTheResult = true,
            Explains = [WarningNames.NotLearning, WarningNames.NoisyLabels, WarningNames.Overconfident],
        };
    }
}
