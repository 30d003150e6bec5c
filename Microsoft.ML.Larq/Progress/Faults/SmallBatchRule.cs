namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.SmallBatch"/>
internal sealed class SmallBatchRule : IFaultRule
{
    private const int Small = 4;
    private const int Usual = 64;
    private const int LeastSteps = 15;
    private const int Multiple = 8;

    public Moments Certain => Moments.Start;

    public IEnumerable<Finding> Find(FaultView view)
    {
        if (view.Facts is not { Choices.NormalizesBatches: true, BatchSize: <= Small } facts) yield break;
        if (facts.Rows < Small * facts.BatchSize) yield break;

        // So large that an epoch of few rows still has steps enough.
        var batch = Math.Clamp(facts.Rows / LeastSteps / Multiple * Multiple, Multiple, Usual);
        yield return new Finding(
            WarningNames.SmallBatch,
            $"mean and variance of {facts.BatchSize} row{(facts.BatchSize == 1 ? "" : "s")} are all that a batch "
            + "normalization sees in a step, and are mostly chance; BatchSize is "
            + $"{facts.BatchSize}: set it to {batch}.")
        {
            Explains =
            [
                WarningNames.NoisyLabels, WarningNames.OscillatingLayer, WarningNames.NotLearning,
                WarningNames.LossNotRepeated, WarningNames.Overconfident,
            ],
        };
    }
}
