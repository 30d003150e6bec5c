namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.OscillatingLayer"/>
internal sealed class OscillatingDetector : IFaultDetector
{
    private const double Restless = 0.02;
    private const int LeastEpochs = 4;

    public IEnumerable<TrainingWarning> Find(TrainingHistory history) => history.Epochs < LeastEpochs ? [] : LayerCurve
        .Of(history, MetricNames.FlipRatio)
        .Where(flips => flips.Late > Restless)
        .Select(flips => new TrainingWarning(
            WarningNames.OscillatingLayer,
            flips.Layer,
            $"{LayerCurve.Percent(flips.Late)} of the weights still change sign from batch to batch in the last "
            + "epochs; lower the learning rate or let it fall to 0 (Schedule.Cosine), or raise Bop's threshold or "
            + "lower its gamma."));
}
