using Microsoft.ML.Larq.Progress.Facts;

namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.NotLearning"/>
internal sealed class NotLearningRule : IFaultRule
{
    private const long LeastSteps = 100;

    public Moments Certain => Moments.End;

    public IEnumerable<Finding> Find(FaultView view)
    {
        if (view.Facts is not { } facts || !view.IsGuessing || view.Steps < LeastSteps) yield break;
        yield return new Finding(
            WarningNames.NotLearning,
            $"the training loss is {LayerCurve.Number(view.Loss!.Late)} in the last epochs, where the same answer for "
            + $"every row costs {LayerCurve.Number(facts.Labels.Guess)}; {Suspect(facts)}")
        {
            IsOfTheResult = true,
            YieldsToLayers = true,
            Explains =
            [
                WarningNames.Overfitting, WarningNames.ValidationDiffers, WarningNames.NoisyLabels,
                WarningNames.LargestClass, WarningNames.Overconfident, WarningNames.TooShort,
            ],
        };
    }

    // Values cannot tell labels that belong to other rows from features that say nothing: both are named.
    private static string Suspect(TrainingFacts facts)
    {
        if (facts.Choices.Augments)
            return "Augmentation is on and may leave nothing of the images: leave it out, and see whether it learns.";
        if (facts.Optimizers.FirstOrDefault(IsSlow) is { } slow)
        {
            var rate = slow[MetricNames.LearningRate]!;
            return $"{Movement.Set(slow, rate, rate.Default)}.";
        }

        return "these values cannot tell why: see whether labels belong to their rows and whether the features say "
            + "anything of them, with another trainer for example.";
    }

    private static bool IsSlow(OptimizerFacts optimizer) =>
        optimizer[MetricNames.LearningRate] is { } rate && rate.Value < rate.Default / 10;
}
