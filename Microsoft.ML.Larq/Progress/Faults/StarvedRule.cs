namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.StarvedWeights"/>
internal sealed class StarvedRule : IFaultRule
{
    private const double UsualWindow = 1;

    public Moments Certain => Moments.FirstEpoch;

    public IEnumerable<Finding> Find(FaultView view)
    {
        var all = view.Of(MetricNames.Starved);
        return all.Where(layer => layer.First >= HealthyRanges.MostStarved || layer.Late >= HealthyRanges.MostStarved)
            .GroupBy(layer => Cure(view, layer.Layer))
            .Select(group => new Finding(
                WarningNames.StarvedWeights,
                $"{Shares(group, layer => layer.First)} of the latent weights lie at or beyond the clip bound after "
                + $"the first epoch, {Shares(group, layer => layer.Late)} in the last ones; {group.Key.Text}.")
            {
                Layers = [.. group.Select(layer => layer.Layer)],
                OfLayers = all.Count,
                Advice = group.Key.Raises is { } raises
                    ? [new(MetricNames.LearningRate, group.Key.Of, raises)]
                    : [],
            });
    }

    private static (string Text, string Of, bool? Raises) Cure(FaultView view, string name)
    {
        if (view.Facts is not { } facts)
        {
            return ("widen the quantizer's clip_value or lower the learning rate, and keep ClipLatentWeights on", "",
                false);
        }

        var layer = view.Layer(name);
        if (!facts.Choices.ClipsLatentWeights && layer?.Constraint is null)
            return ("set ClipLatentWeights, which is false, to true, the default", "", null);
        if (layer?.Window < UsualWindow)
        {
            return ($"the window of {layer.Kernel} is ±{LayerCurve.Number(layer.Window!.Value)}: set clip_value to "
                + $"{LayerCurve.Number(UsualWindow)}, the default", "", null);
        }

        return view.OptimizerOf(name) is { } optimizer
            ? (Movement.Less(optimizer).Text, optimizer.Case, false)
            : ("lower the learning rate", "", false);
    }

    private static string Shares(IEnumerable<LayerCurve> layers, Func<LayerCurve, double> value)
    {
        var (least, most) = (layers.Min(value), layers.Max(value));
        return least.Equals(most) ? LayerCurve.Percent(least)
            : $"{LayerCurve.Percent(least)} to {LayerCurve.Percent(most)}";
    }
}
