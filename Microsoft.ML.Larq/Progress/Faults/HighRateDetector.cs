using System.Globalization;

namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.HighLearningRate"/>
internal sealed class HighRateDetector : IFaultDetector
{
    private const double WorseThanAnyGuess = 10;
    private const double Large = 0.1;

    public IEnumerable<TrainingWarning> Find(TrainingHistory history)
    {
        var rate = LayerCurve.Of(history, MetricNames.LearningRate)
            .Select(curve => curve.Largest).DefaultIfEmpty(double.NaN).Max();
        var loss = LayerCurve.Loss(history)?.Late;
        var starved = LayerCurve.Of(history, MetricNames.Starved)
            .Where(layer => layer.First >= StarvedDetector.MostFirst).ToArray();
        var why = loss > WorseThanAnyGuess
            ? $"the training loss is {Number(loss.Value)} in the last epochs, worse than guessing"
            : rate >= Large && starved.Length > 0
            ? $"{starved.Length} layers' latent weights jump between the ends of their window"
            : null;
        if (why is null) yield break;
        yield return new TrainingWarning(
            WarningNames.HighLearningRate,
            null,
            double.IsNaN(rate)
                ? $"{why}; lower the optimizer's rates."
                : $"{why} at a learning rate of {Number(rate)}; try a tenth, or the default's 0.005.");
    }

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
