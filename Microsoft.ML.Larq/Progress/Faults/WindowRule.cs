namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.DeadGradient"/>
/// <remarks>
/// Of gradient flow and gradient arrival: where next to nothing arrives, the window is not to blame but what lies
/// behind it; of several closed windows the one nearest to the output explains the others.
/// </remarks>
internal sealed class WindowRule : IFaultRule
{
    private const string Arrival = "gradient_arrival/";
    private const double UsualWindow = 1;

    public Moments Certain => Moments.End;

    public IEnumerable<Finding> Find(FaultView view)
    {
        if (view.HasLearnedAll) return [];
        var flows = view.Of(MetricNames.GradientFlow);
        var inputs = flows.Where(IsInput).ToArray();
        var arrivals = view.Of(Arrival).ToDictionary(curve => curve.Layer, curve => curve.Late);
        var closed = inputs.Where(flow => Passed(flow) < HealthyRanges.LeastInputFlow && Arrives(flow)).ToArray();
        var dead = closed.LastOrDefault(flow => flow.Late < HealthyRanges.LeastFlow);
        var last = Array.IndexOf(inputs, dead);
        var blamed = closed.Where(flow => flow == dead || (flow.Late >= HealthyRanges.LeastFlow
            && (arrivals.ContainsKey(flow.Layer) || Array.IndexOf(inputs, flow) > last)));
        var found = blamed.GroupBy(flow => (flow.Late < HealthyRanges.LeastFlow, Cure(view, flow.Layer)))
            .Select(group => new Finding(
                group.Key.Item1 ? WarningNames.DeadGradient : WarningNames.NarrowWindow,
                $"{LayerCurve.Percent(group.Average(flow => flow.Late))} of the gradient's elements get through the "
                + $"quantizer in the last epochs; the values lie outside its window: {group.Key.Item2}")
            {
                Layers = [.. group.Select(flow => flow.Layer)],
                OfLayers = inputs.Length,
            }).ToList();
        if (dead is not null) return found;

        // Kernels that nothing reaches, without a closed window to blame.
        var starved = view.Of(MetricNames.Starved).Where(layer => layer.Late >= HealthyRanges.MostStarved)
            .Select(layer => layer.Layer).ToHashSet();
        var lost = flows.Where(flow => flow.Late < HealthyRanges.LeastFlow && !closed.Contains(flow)).ToArray();
        foreach (var group in lost.GroupBy(flow => starved.Contains(flow.Layer)))
        {
            found.Add(new Finding(
                WarningNames.DeadGradient,
                $"{LayerCurve.Percent(group.Average(flow => flow.Late))} of the gradient's elements get through the "
                + "quantizer in the last epochs; " + (group.Key
                    ? "the latent weights lie outside its window: clip them (ClipLatentWeights) or widen the window."
                    : "hardly any comes to the layer: look at the layers behind it, their inputs' gradient flow and "
                        + "activations."))
            {
                Layers = [.. group.Select(flow => flow.Layer)],
                OfLayers = flows.Count,
            });
        }

        return found;

        bool Arrives(LayerCurve flow) =>
            !arrivals.TryGetValue(flow.Layer, out var share) || !(share < HealthyRanges.LeastFlow);

        double Passed(LayerCurve flow) =>
            arrivals.TryGetValue(flow.Layer, out var share) && share > 0 ? flow.Late / share : flow.Late;
    }

    private static bool IsInput(LayerCurve flow) => flow.Layer.EndsWith(".input", StringComparison.Ordinal);

    private static string Cure(FaultView view, string name) => view.Layer(Finding.Bared(name)) switch
    {
        { InputWindow: { } window, Input: var input } when window < UsualWindow =>
            $"the window of {input} is ±{LayerCurve.Number(window)}: set clip_value to "
            + $"{LayerCurve.Number(UsualWindow)}, the default.",
        { IsNormalized: false } => "put a BatchNormalization before the layer, which has none.",
        _ => "normalize the input (BatchNormalization) or widen the window.",
    };
}
