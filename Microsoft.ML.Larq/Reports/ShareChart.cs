using System.Globalization;
using System.Xml.Linq;

namespace Microsoft.ML.Larq.Reports;

/// <summary>A line through shares of two kinds, both from 0 to 1, and the diagonal.</summary>
internal static class ShareChart
{
    /// <summary>A chart.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="across">What goes from left to right.</param>
    /// <param name="upward">What goes upwards.</param>
    /// <param name="note">What is below the chart.</param>
    /// <param name="points">The points.</param>
    /// <param name="dots">Each point's share of the rows, 0 to 1, and what is said of it; none for no dots.</param>
    public static XElement Of(
        string title, string across, string upward, string note,
        IReadOnlyList<(double X, double Y)> points, IReadOnlyList<(double Share, string Tip)> dots)
    {
        const double Side = LineChart.Side;
        var marks = Scale.Linear([], 0, 1);
        string At((double X, double Y) point) =>
            $"{Html.Number(Side * point.X)} {Html.Number(Side * (1 - point.Y))}";
        var content = new List<object>();
        foreach (var tick in marks.Ticks)
            content.Add(Html.Line("grid", 0, Side * (1 - tick), Side, Side * (1 - tick)));
        content.Add(Html.Line("zeroline", 0, Side, Side, 0));
        content.Add(Html.Shape(
            "path", Html.Is("class", "line"), Html.Is("style", "color:var(--c0)"),
            Html.Is("d", $"M{string.Join('L', points.Select(At))}")));
        content.AddRange(points.Zip(dots).Select(pair => Html.Shape(
            "path", Html.Is("class", "dot"),
            Html.Is("style", $"color:var(--c0);stroke-width:{Html.Number(5 + (13 * Math.Sqrt(pair.Second.Share)))}"),
            Html.Is("d", $"M{At(pair.First)}h0"), Html.Tip(pair.Second.Tip))));

        XElement[] Marks(string from) => [.. marks.Ticks.Select(tick =>
            Html.Place(from, tick, tick.ToString(CultureInfo.InvariantCulture)))];
        return Html.Tag(
            "figure", "chart",
            Html.Tag("h3", null, title),
            Html.Tag("div", "axis up", upward),
            Html.Tag(
                "div", "plot",
                Html.Tag("div", "ys", [.. Marks("bottom")]),
                Html.Stretched(title, Side, Side, content),
                Html.Tag("div", "xs", [.. Marks("left")]),
                Html.Tag("div", "axis", across)),
            Html.Tag("p", "note", note));
    }
}
