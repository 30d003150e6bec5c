namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.SmallBatch"/>
internal sealed class SmallBatchRule : IFaultRule
{
    private const int Small = 4;
    private const int Usual = 64;

    public Moments Certain => Moments.Start;

    public IEnumerable<Finding> Find(FaultView view)
    {
        if (view.Facts is not { Choices.NormalizesBatches: true, BatchSize: <= Small } facts) yield break;
        if (facts.Rows < Small * facts.BatchSize) yield break;
        yield return new Finding(
            WarningNames.SmallBatch,
            $"mean and variance of {facts.BatchSize} row{(facts.BatchSize == 1 ? "" : "s")} are all that a batch "
            + "normalization sees in a step, and are mostly chance; BatchSize is "
            + $"{facts.BatchSize}: set it to {Math.Min(Usual, facts.Rows)}"
            + (facts.Rows < Usual ? ", all rows." : ", the default."))
        {
            Explains =
            [
                WarningNames.NoisyLabels, WarningNames.OscillatingLayer, WarningNames.NotLearning,
                WarningNames.LossNotRepeated, WarningNames.Overconfident,
            ],
        };
    }
}
