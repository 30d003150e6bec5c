using System.Globalization;

namespace Microsoft.ML.Larq.Reports;

/// <summary>Where values lie along an axis, and which of them are marked.</summary>
internal sealed class Scale
{
    private readonly bool _logarithmic;
    private readonly double _low;
    private readonly double _high;

    private Scale(bool logarithmic, double low, double high, IReadOnlyList<double> ticks)
    {
        _logarithmic = logarithmic;
        (_low, _high) = (low, high);
        Ticks = ticks;
    }

    /// <summary>Round values to mark, ascending.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>From a round number at or below the least value to one at or above the largest.</summary>
    public static Scale Linear(IEnumerable<double> values, double? low = null, double? high = null)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var (least, most) = (low ?? finite.Min(), high ?? finite.Max());
        if (least >= most)
        {
            var room = Math.Max(1e-9, Math.Abs(least) * 0.1);
            (least, most) = (least - room, most + room);
        }

        var step = RoundStep((most - least) / 4);
        var (first, last) = (Math.Floor((least / step) + 1e-6), Math.Ceiling((most / step) - 1e-6));
        var ticks = Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step).ToArray();
        return new Scale(false, ticks[0], ticks[^1], ticks);
    }

    /// <summary>
    /// Integer powers of ten around the positive values, at most four; smaller values are drawn at the lower end.
    /// </summary>
    public static Scale Logarithmic(IEnumerable<double> values)
    {
        const int Decades = 4;
        var positive = values.Where(value => double.IsFinite(value) && value > 0).DefaultIfEmpty(1).ToArray();
        var high = (int)Math.Ceiling(Math.Log10(positive.Max()) - 1e-9);
        var low = Math.Clamp((int)Math.Floor(Math.Log10(positive.Min()) + 1e-9), high - Decades, high - 1);
        return new Scale(
            true, low, high, [.. Enumerable.Range(low, high - low + 1).Select(power => Math.Pow(10, power))]);
    }

    /// <summary>Where a finite value lies: 0 is the lower end, 1 the upper; nothing lies outside.</summary>
    public double At(double value)
    {
        var place = !_logarithmic ? value : value > 0 ? Math.Log10(value) : double.NegativeInfinity;
        return Math.Clamp((place - _low) / (_high - _low), 0, 1);
    }

    public static string Label(double tick) => Math.Round(tick, 12).ToString(
        Math.Abs(tick) is >= 1e5 or (< 1e-3 and > 1e-15) ? "0.##E+0" : "0.####", CultureInfo.InvariantCulture);

    // 1, 2 or 5 times a power of ten.
    private static double RoundStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return power * ((step / power) switch { <= 1 + 1e-9 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
    }
}
