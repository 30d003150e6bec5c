using System.Globalization;

namespace Microsoft.ML.Larq.Reports;

/// <summary>Where values lie along an axis, and which of them are marked.</summary>
internal sealed class Scale
{
    // Numbers beyond this have no room for a step between them.
    private const double Most = 1e300;

    // The part of a logarithmic axis that lies between 0 and the least power of ten.
    private const double ZeroRoom = 0.12;
    private const int MostPowers = 8;

    private readonly double _low;
    private readonly double _high;

    private Scale(bool logarithmic, double low, double high, IReadOnlyList<double> ticks, bool widened)
    {
        IsLogarithmic = logarithmic;
        (_low, _high) = (low, high);
        Ticks = ticks;
        IsWidened = widened;
    }

    /// <summary>Whether powers of ten are evenly spaced, above a mark for 0 and all that is less.</summary>
    public bool IsLogarithmic { get; }

    /// <summary>Round values to mark, ascending.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Whether a value lay outside the range that was asked for, so that the axis is longer.</summary>
    public bool IsWidened { get; }

    /// <summary>From a round number at or below the least value to one at or above the largest.</summary>
    /// <param name="values">The values.</param>
    /// <param name="low">A value that the axis has in any case.</param>
    /// <param name="high">Another.</param>
    public static Scale Linear(IEnumerable<double> values, double? low = null, double? high = null)
    {
        var all = Finite(values);
        if (low is { } wanted) all.Add(wanted);
        if (high is { } other) all.Add(other);
        if (all.Count == 0) all.Add(0);
        var (least, most) = (all.Min(), all.Max());
        var widened = least < low || most > high;
        if (most - least < 1e-300)
        {
            var room = Math.Max(1e-9, Math.Abs(least) * 0.1);
            (least, most) = (least - room, most + room);
        }

        var step = RoundStep((most / 4) - (least / 4));
        var (first, last) = (Math.Floor((least / step) + 1e-6), Math.Ceiling((most / step) - 1e-6));
        var ticks = Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step).ToArray();
        return new Scale(false, ticks[0], ticks[^1], ticks, widened);
    }

    /// <summary>Powers of ten, and below them a mark for 0 and what is less than 0.</summary>
    /// <param name="values">The values.</param>
    /// <param name="low">A power of ten that the axis has in any case.</param>
    /// <param name="high">A larger one.</param>
    public static Scale Logarithmic(IEnumerable<double> values, double low, double high)
    {
        var powers = Finite(values).Where(value => value > 0).Select(Math.Log10).ToArray();
        var (first, last) = ((int)Math.Round(Math.Log10(low)), (int)Math.Round(Math.Log10(high)));
        var least = powers.Select(power => (int)Math.Floor(power + 1e-9)).Append(first).Min();
        var most = powers.Select(power => (int)Math.Ceiling(power - 1e-9)).Append(last).Max();
        var step = ((most - least) / MostPowers) + 1;
        var marks = Enumerable.Range(0, ((most - least) / step) + 1).Select(i => Math.Pow(10, most - (i * step)));
        return new Scale(true, least, most, [0, .. marks.Reverse()], least < first || most > last);
    }

    /// <summary>Where a finite value lies: 0 is the lower end, 1 the upper; nothing lies outside.</summary>
    public double At(double value)
    {
        if (!IsLogarithmic) return Math.Clamp((value / (_high - _low)) - (_low / (_high - _low)), 0, 1);
        if (value <= 0) return 0;
        return ZeroRoom + ((1 - ZeroRoom) * Math.Clamp((Math.Log10(value) - _low) / (_high - _low), 0, 1));
    }

    /// <summary>Whether a value lies at the mark for 0, where nothing can be read off.</summary>
    public bool IsAtZeroMark(double value) => IsLogarithmic && value <= 0;

    /// <summary>A value at a mark.</summary>
    public static string Label(double tick) => Math.Abs(tick) is >= 1e5 or (< 1e-3 and > 0)
        ? tick.ToString("0.##E+0", CultureInfo.InvariantCulture)
        : Math.Round(tick, 12).ToString("0.####", CultureInfo.InvariantCulture);

    // A list: bounds are put to the values.
    private static List<double> Finite(IEnumerable<double> values) =>
        [.. values.Where(double.IsFinite).Select(value => Math.Clamp(value, -Most, Most))];

    // 1, 2 or 5 times a power of ten.
    private static double RoundStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return power * ((step / power) switch { <= 1 + 1e-9 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
    }
}
