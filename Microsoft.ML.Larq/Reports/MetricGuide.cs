using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Reports;

/// <summary>How a metric of layers is called, drawn and read.</summary>
/// <param name="Metric">The part of its values' names up to the slash, which it ends in.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Meaning">What it is, and what to do about it; may be empty.</param>
/// <param name="Axis">
/// Makes the axis of values: always the same one where it is known what values there are, so that two layers, two
/// charts and two pages can be compared.
/// </param>
internal sealed record MetricGuide(
    string Metric, string Title, string Meaning, Func<IEnumerable<double>, Scale> Axis)
{
    private static readonly Dictionary<string, MetricGuide> Known = new MetricGuide[]
    {
        new(MetricNames.FlipRatio, "Flip ratio", MetricMeanings.FlipRatio, Powers(1e-5, 1)),
        new(MetricNames.GradientFlow, "Gradient flow", MetricMeanings.GradientFlow, Share),
        new(MetricNames.GradientArrival, "Gradient arrival", MetricMeanings.GradientArrival, Share),
        new(MetricNames.PositiveShare, "Positive share", MetricMeanings.PositiveShare, Share),
        new(MetricNames.NeverFlipped, "Weights that never flipped", MetricMeanings.NeverFlipped, Share),
        new(MetricNames.Starved, "Starved weights", MetricMeanings.Starved, Powers(1e-3, 1)),
        new(MetricNames.GradientMismatch, "Gradient mismatch", MetricMeanings.GradientMismatch, Twice),
        new(MetricNames.GradientRatio, "Gradient ratio", MetricMeanings.GradientRatio, Powers(1e-2, 100)),
        new(MetricNames.FittingError, "Fitting error", MetricMeanings.FittingError, Own),
        new(MetricNames.GradientInstability, "Gradient instability", MetricMeanings.GradientInstability, Own),
    }.ToDictionary(guide => guide.Metric, StringComparer.Ordinal);

    /// <summary>The guide to a metric; one of a user's own is called as it is, and says itself what it means.</summary>
    /// <param name="metric">The part of a value's name up to the slash, which it ends in.</param>
    /// <param name="runs">The trainings that have it.</param>
    public static MetricGuide Of(string metric, params IEnumerable<ReportContent> runs)
    {
        if (Known.GetValueOrDefault(metric) is { } known) return known;
        var name = metric.TrimEnd('/');
        var own = name.StartsWith(MetricNames.Validation, StringComparison.Ordinal)
            ? name[MetricNames.Validation.Length..]
            : name;
        return new MetricGuide(
            metric, name,
            runs.Select(run => run.History.Facts?.Descriptions.GetValueOrDefault(own)).OfType<string>()
                .FirstOrDefault(""),
            Own);
    }

    /// <summary>Healthy values of a part of layers; null where none are known.</summary>
    /// <param name="role">The part.</param>
    public Band? Healthy(string role) => role is LayerPlaces.Kernels or LayerPlaces.Inputs
        && HealthyRanges.Of(Metric, role == LayerPlaces.Inputs) is var (low, high)
            ? new Band(low, high)
            : null;

    private static Scale Share(IEnumerable<double> values) => Scale.Linear(values, 0, 1);

    private static Scale Twice(IEnumerable<double> values) => Scale.Linear(values, 0, 2);

    private static Func<IEnumerable<double>, Scale> Powers(double low, double high) =>
        values => Scale.Logarithmic(values, low, high);

    // Shares that are not all small are drawn as such; of anything else the values say the range.
    private static Scale Own(IEnumerable<double> values)
    {
        var all = values.Where(double.IsFinite).ToArray();
        return all.Length > 0 && all.Min() >= 0 && all.Max() is <= 1 and > 0.1
            ? Share(all)
            : Scale.Linear(all, all.Length > 0 && all.Min() >= 0 ? 0 : null);
    }
}
