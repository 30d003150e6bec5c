using System.Globalization;

namespace Microsoft.ML.Larq.Progress.Faults;

/// <summary>A value over the epochs, NaN where it was not measured.</summary>
internal sealed record LayerCurve(string Layer, IReadOnlyList<double> Values)
{
    /// <summary>The mean over the last quarter of the epochs; NaN where none of them was measured.</summary>
    public double Late => Mean(Values.Skip(Values.Count * 3 / 4));

    /// <summary>The first epoch's; NaN where it was not measured.</summary>
    public double First => Values[0];

    /// <summary>The largest; NaN where nothing was measured.</summary>
    public double Largest => Measured(Values).DefaultIfEmpty(double.NaN).Max();

    /// <summary>The smallest; NaN where nothing was measured.</summary>
    public double Smallest => Measured(Values).DefaultIfEmpty(double.NaN).Min();

    /// <summary>The mean over the first epochs but the very first, where there are others.</summary>
    /// <param name="epochs">How many of them.</param>
    public double Early(int epochs) => Mean(Values.Take(Math.Max(epochs, 2)).Skip(Values.Count > 1 ? 1 : 0));

    /// <summary>A share in percent, for messages.</summary>
    public static string Percent(double share) =>
        (100 * share).ToString("G3", CultureInfo.InvariantCulture) + " %";

    /// <summary>A number, for messages.</summary>
    public static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    /// <summary>An accuracy or an R², for messages.</summary>
    public static string Score(double value) => value.ToString("F3", CultureInfo.InvariantCulture);

    private static double Mean(IEnumerable<double> values) =>
        Measured(values).DefaultIfEmpty(double.NaN).Average();

    private static IEnumerable<double> Measured(IEnumerable<double> values) =>
        values.Where(value => !double.IsNaN(value));
}
