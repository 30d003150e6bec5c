using Microsoft.ML.Larq.Progress.Facts;

namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.OneSidedInput"/>
internal sealed class OneSidedRule : IFaultRule
{
    private const string Metric = "positive_share/";

    // Of more than two levels, all may be above 0 and differ all the same.
    private static readonly string[] OfTwoValues =
        ["ste_sign", "approx_sign", "swish_sign", "ste_heaviside", "magnitude_aware_sign"];

    public Moments Certain => Moments.SecondEpoch;

    public IEnumerable<Finding> Find(FaultView view)
    {
        // Weights that decay to nothing leave signs of nothing.
        if (CollapsedRule.Decaying(view) is not null && view.IsGuessing) return [];
        var all = view.Of(Metric);
        return all.Select(share => (share.Layer, Late: share.Late, Facts: view.Layer(Finding.Bared(share.Layer))))
            .Where(share => share.Late < HealthyRanges.LeastPositive
                || (share.Late > 1 - HealthyRanges.LeastPositive && IsOfTwoValues(share.Facts)))
            .GroupBy(share => (High: share.Late > 0.5, Cure: Cure(share.Facts)))
            .Select(group => new Finding(
                WarningNames.OneSidedInput,
                $"{LayerCurve.Percent(group.Average(share => share.Late))} of the quantized inputs are above 0, so "
                + $"that nearly all are the same and tell the layer nothing; {group.Key.Cure}")
            {
                Layers = [.. group.Select(share => share.Layer)],
                OfLayers = all.Count,
                Explains = [WarningNames.DeadGradient, WarningNames.NarrowWindow, WarningNames.FrozenLayer],
            });
    }

    private static bool IsOfTwoValues(LayerFacts? layer) => layer?.Input is null
        || OfTwoValues.Any(alias => layer.Input.StartsWith(alias, StringComparison.Ordinal));

    private static string Cure(LayerFacts? layer) => layer is { IsNormalized: true }
        ? "the normalization before it has moved all values to one side: leave out its regularizer or start from fresh "
            + "weights."
        : "put a BatchNormalization before the layer, or bring features to both sides of 0 (NormalizeMeanVariance).";
}
