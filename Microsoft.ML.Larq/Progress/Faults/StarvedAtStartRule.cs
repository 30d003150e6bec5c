using Microsoft.ML.Larq.Progress.Facts;

namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.StarvedAtStart"/>
internal sealed class StarvedAtStartRule : IFaultRule
{
    private const double UsualWindow = 1;
    private const string UsualInitializer = "glorot_uniform";

    public Moments Certain => Moments.Start;

    public IEnumerable<Finding> Find(FaultView view)
    {
        if (view.Facts is not { } facts) return [];
        var starved = facts.Before.Where(value => value.Key.StartsWith(MetricNames.Starved, StringComparison.Ordinal))
            .Select(value => (Layer: value.Key[MetricNames.Starved.Length..], Share: value.Value)).ToArray();
        return starved.Where(layer => layer.Share >= HealthyRanges.MostStarved)
            .GroupBy(layer => Cure(view.Layer(layer.Layer)))
            .Select(group => new Finding(
                WarningNames.StarvedAtStart,
                $"{Shares(group.Select(layer => layer.Share))} of the latent weights lie at or beyond the bound before "
                + $"the first step, and can hardly learn from there; {group.Key}")
            {
                Layers = [.. group.Select(layer => layer.Layer)],
                OfLayers = starved.Length,
            });
    }

    private static string Cure(LayerFacts? layer)
    {
        var (window, initializer) = (layer?.Window, layer?.Initializer);
        if (layer?.Constraint is { } constraint && !(window < UsualWindow) && initializer == UsualInitializer)
            return $"the constraint is {constraint}: widen it to the window, ±{Text(window)}.";
        return window < UsualWindow
            ? $"the window of {layer!.Kernel} is ±{Text(window)}: set clip_value to {Text(UsualWindow)}, the default."
            : $"the kernel's initializer is {initializer ?? "not known"}: set it to {UsualInitializer}, the default.";
    }

    private static string Shares(IEnumerable<double> shares)
    {
        var (least, most) = (shares.Min(), shares.Max());
        return least == most ? LayerCurve.Percent(least) : $"{LayerCurve.Percent(least)} to {LayerCurve.Percent(most)}";
    }

    private static string Text(double? value) => value is { } number ? LayerCurve.Number(number) : "?";
}
