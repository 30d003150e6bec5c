namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.TooShort"/>
internal sealed class FewStepsRule : IFaultRule
{
    private const long Few = 150;
    private const long Enough = 1000;
    private const double HasLearned = 0.1;

    public Moments Certain => Moments.End;

    public IEnumerable<Finding> Find(FaultView view)
    {
        if (view is not { Facts: { } facts, Loss: { } loss, Epochs: > 0 }) yield break;
        if (view.Epochs < facts.Epochs || view.Steps >= Few) yield break;
        if (facts.Labels.Guess == 0 || loss.Values[^1] <= HasLearned * facts.Labels.Guess) yield break;
        yield return new Finding(
            WarningNames.TooShort,
            $"{view.Steps} steps in all ({facts.Epochs} epoch{(facts.Epochs == 1 ? "" : "s")} of {facts.Batches}): "
            + "few, as a step moves a latent weight by no more than the learning rate, and signs turn late; Epochs is "
            + $"{facts.Epochs}: set it to {(Enough + facts.Batches - 1) / facts.Batches}.")
        {
            IsOfTheResult = true,
            YieldsToAll = true,
        };
    }
}
