namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.FrozenLayer"/>
internal sealed class FrozenDetector : IFaultDetector
{
    private const double Still = 1e-5;

    public IEnumerable<TrainingWarning> Find(TrainingHistory history)
    {
        var trained = LayerCurve.Of(history, MetricNames.GradientFlow)
            .Where(flow => !double.IsNaN(flow.Largest)).Select(flow => flow.Layer).ToHashSet();

        // Bop turns real starting values into ±1 at its first step, which counts as flips but says nothing of the
        // training.
        return LayerCurve.Of(history, MetricNames.FlipRatio)
            .Where(flips => trained.Contains(flips.Layer))
            .Select(flips => flips with { Values = history.Epochs == 1 ? flips.Values : [.. flips.Values.Skip(1)] })
            .Where(flips => flips.Largest < Still)
            .Select(flips => new TrainingWarning(
                WarningNames.FrozenLayer,
                flips.Layer,
                $"at most {LayerCurve.Percent(flips.Largest)} of the weights change sign from batch to batch in any "
                + $"epoch{(history.Epochs == 1 ? "" : " after the first")}; raise the learning rate, or lower Bop's "
                + "threshold or raise its gamma."));
    }
}
