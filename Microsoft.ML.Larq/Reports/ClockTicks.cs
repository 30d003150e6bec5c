using System.Globalization;
using System.Xml.Linq;

namespace Microsoft.ML.Larq.Reports;

/// <summary>Below an axis of epochs, how long training took to get there.</summary>
internal static class ClockTicks
{
    private static readonly (string Unit, double Seconds)[] Units =
        [("seconds", 1), ("minutes", 60), ("hours", 3600)];

    /// <summary>What stands below the marks of the epochs: times where they are known, and what it all is.</summary>
    /// <param name="seconds">For each epoch the seconds from the start to its end; none where not known.</param>
    /// <param name="across">Where an epoch lies from left to right, 0 to 1.</param>
    public static IEnumerable<XElement> Of(IReadOnlyList<double> seconds, Func<int, double> across)
    {
        if (seconds.Count == 0) return [Html.Tag("div", "axis", "epoch")];
        var (unit, length) = Units.Last(unit => unit.Seconds == 1 || seconds[^1] >= 3 * unit.Seconds);
        return
        [
            Html.Tag("div", "xs clock", EpochTicks.Of(seconds.Count).Select(epoch => Html.Place(
                "left", across(epoch), Text(seconds[epoch - 1] / length)))),
            Html.Tag("div", "axis", $"epoch, and {unit} since the start"),
        ];
    }

    private static string Text(double value) => value.ToString(
        value switch { < 1 => "0.##", < 10 => "0.#", _ => "0" }, CultureInfo.InvariantCulture);
}
