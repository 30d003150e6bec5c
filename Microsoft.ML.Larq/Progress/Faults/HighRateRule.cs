using Microsoft.ML.Larq.Progress.Facts;

namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.HighLearningRate"/>
internal sealed class HighRateRule : IFaultRule
{
    private const double WorseThanAnyGuess = 10;
    private const double Large = 0.1;
    private const double FarAbove = 3;

    public Moments Certain => Moments.FirstEpoch;

    public IEnumerable<Finding> Find(FaultView view) => view.Facts is { Optimizers.Count: > 0 }
        ? view.Facts.Optimizers.Select(optimizer => OfOptimizer(view, optimizer)).OfType<Finding>()
        : OfValues(view);

    private static Finding? OfOptimizer(FaultView view, OptimizerFacts optimizer)
    {
        if (optimizer[MetricNames.LearningRate] is not { } rate || rate.Value <= rate.Default) return null;
        var all = view.Of(MetricNames.Starved).Select(layer => layer.Layer).ToArray();
        string[] jump = [.. Jumping(view).Where(optimizer.Layers.Contains)];
        var diverged = view.Loss?.Late > WorseThanAnyGuess && rate.Value >= FarAbove * rate.Default;
        if (!diverged && (rate.Value < Large || jump.Length == 0)) return null;
        var why = diverged
            ? $"the training loss is {LayerCurve.Number(view.Loss!.Late)} in the last epochs, worse than guessing"
            : "the latent weights jump between the ends of their window";
        var isOnly = view.Facts!.Optimizers.Count == 1 || (diverged && jump.Length == 0);
        return new Finding(
            WarningNames.HighLearningRate, $"{why}; {Movement.Set(optimizer, rate, rate.Default)}.")
        {
            Layers = isOnly ? [] : jump,
            OfLayers = all.Length,
            Advice = [new(MetricNames.LearningRate, optimizer.Case, false)],
            ExplainsAll = isOnly,
        };
    }

    // A history of an earlier version says no more than its rates.
    private static IEnumerable<Finding> OfValues(FaultView view)
    {
        var rate = view.Of(MetricNames.LearningRate)
            .Select(curve => curve.Largest).DefaultIfEmpty(double.NaN).Max();
        var loss = view.Loss?.Late;
        var jump = Jumping(view).Count();
        var why = loss > WorseThanAnyGuess
            ? $"the training loss is {LayerCurve.Number(loss.Value)} in the last epochs, worse than guessing"
            : rate >= Large && jump > 0
            ? $"the latent weights of {jump} layer{(jump == 1 ? "" : "s")} jump between the ends of their window"
            : null;
        if (why is null) yield break;
        yield return new Finding(
            WarningNames.HighLearningRate,
            double.IsNaN(rate)
                ? $"{why}; lower the optimizer's rates."
                : $"{why} at a learning rate of {LayerCurve.Number(rate)}; the default is 0.005.")
        {
            Advice = [new(MetricNames.LearningRate, "", false)],
            ExplainsAll = true,
        };
    }

    private static IEnumerable<string> Jumping(FaultView view) => view.Of(MetricNames.Starved)
        .Where(layer => layer.First >= HealthyRanges.MostStarved
            && !(view.Before(MetricNames.Starved, layer.Layer) >= HealthyRanges.MostStarved))
        .Select(layer => layer.Layer);
}
