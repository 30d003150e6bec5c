using System.Globalization;

namespace Microsoft.ML.Larq.Progress.Faults;

/// <summary>A value over the epochs, NaN where it was not measured.</summary>
internal sealed record LayerCurve(string Layer, IReadOnlyList<double> Values)
{
    /// <summary>The mean over the last quarter of the epochs; NaN where none of them was measured.</summary>
    public double Late => Measured(Values.Skip(Values.Count * 3 / 4)).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The first epoch's; NaN where it was not measured.</summary>
    public double First => Values[0];

    /// <summary>The largest; NaN where nothing was measured.</summary>
    public double Largest => Measured(Values).DefaultIfEmpty(double.NaN).Max();

    /// <summary>The curves of all layers under a metric's name.</summary>
    public static IEnumerable<LayerCurve> Of(TrainingHistory history, string metric) => history.Names
        .Where(name => name.StartsWith(metric, StringComparison.Ordinal))
        .Select(name => new LayerCurve(name[metric.Length..], history[name]));

    /// <summary>The training loss; null where none was reported.</summary>
    public static LayerCurve? Loss(TrainingHistory history) => history.Names.Contains(MetricNames.Loss)
        ? new LayerCurve("", history[MetricNames.Loss])
        : null;

    /// <summary>A share in percent, for messages.</summary>
    public static string Percent(double share) =>
        (100 * share).ToString("G3", CultureInfo.InvariantCulture) + " %";

    private static IEnumerable<double> Measured(IEnumerable<double> values) =>
        values.Where(value => !double.IsNaN(value));
}
