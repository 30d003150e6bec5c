namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.StarvedWeights"/>
internal sealed class StarvedDetector : IFaultDetector
{
    /// <summary>The share that is too much after the first epoch.</summary>
    public const double MostFirst = 0.25;

    /// <summary>The share that is too much in the last epochs.</summary>
    public const double MostLate = 0.5;

    public IEnumerable<TrainingWarning> Find(TrainingHistory history) => LayerCurve.Of(history, MetricNames.Starved)
        .Where(starved => starved.First >= MostFirst || starved.Late >= MostLate)
        .Select(starved => new TrainingWarning(
            WarningNames.StarvedWeights,
            starved.Layer,
            $"{LayerCurve.Percent(starved.First)} of the latent weights lie at or beyond the clip bound after the "
            + $"first epoch, {LayerCurve.Percent(starved.Late)} in the last ones; widen the quantizer's clip_value or "
            + "lower the learning rate, and keep ClipLatentWeights on."));
}
