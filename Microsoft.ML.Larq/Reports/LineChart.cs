using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Microsoft.ML.Larq.Reports;

/// <summary>Lines over the epochs, with a legend.</summary>
/// <remarks>
/// The picture is stretched to the width that there is and holds lines alone: every letter is the page's own, and keeps
/// its size on a telephone and on paper.
/// </remarks>
internal static class LineChart
{
    /// <summary>The picture's width and height in its own units.</summary>
    public const double Side = 1000;

    private const int Colors = 8;
    private const int MostDots = 600;
    private const int MostDotsALine = 60;
    private const int MostInLegend = 24;
    private const int MostPoints = 50_000;

    /// <summary>A chart.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="lines">The lines, at least one.</param>
    /// <param name="scale">The upright axis.</param>
    /// <param name="band">Healthy values; null where none are known.</param>
    /// <param name="seconds">When each epoch ended, which stands below it; none where that is not known.</param>
    public static XElement Of(
        string title, IReadOnlyList<Series> lines, Scale scale, Band? band = null,
        IReadOnlyList<double>? seconds = null)
    {
        var epochs = lines.Max(line => line.Values.Count);
        double X(int epoch) => Side * Across(epoch, epochs);
        double Y(double value) => Side * (1 - scale.At(value));
        var content = new List<object>();
        if (band?.On(scale) is var (low, high))
        {
            content.Add(Html.Shape(
                "rect", Html.Is("class", "band"), Html.Is("x", 0.0), Html.Is("y", Side * (1 - high)),
                Html.Is("width", Side), Html.Is("height", Side * (high - low)), Html.Tip($"healthy: {band}")));
        }

        foreach (var tick in scale.Ticks) content.Add(Html.Line("grid", 0, Y(tick), Side, Y(tick)));
        var measured = lines.Sum(line => line.Measured.Count());
        var (all, step) = (measured <= MostDots, (measured / MostPoints) + 1);
        foreach (var (index, line) in lines.Index())
        {
            var points = Thinned([.. line.Measured], step);
            content.Add(Html.Shape(
                "path", Html.Is("class", line.IsDashed ? "line dashed" : "line"), Color(line, index, lines.Count),
                Html.Is("d", Path(points, X, Y)), Html.Tip(line.Name)));
            if (points.Length == 1 || (all && points.Length <= MostDotsALine))
                content.AddRange(points.Select(point => Dot(line, point, Color(line, index, lines.Count), X, Y)));
        }

        return Html.Tag(
            "figure", "chart",
            Html.Tag("h3", null, title),
            Html.Tag(
                "div", "plot",
                Html.Tag(
                    "div", "ys",
                    scale.Ticks.Select(tick => Html.Place("bottom", scale.At(tick), Scale.Label(tick)))),
                Html.Stretched(title, Side, Side, content),
                Html.Tag("div", "xs", EpochTicks.Of(epochs).Select(epoch => Html.Place(
                    "left", Across(epoch, epochs), epoch.ToString(CultureInfo.InvariantCulture)))),
                ClockTicks.Of(seconds ?? [], epoch => Across(epoch, epochs))),
            Legend(lines));
    }

    // Where an epoch lies from left to right, 0 to 1.
    private static double Across(int epoch, int epochs) => epochs < 2 ? 0.5 : (epoch - 1.0) / (epochs - 1);

    // What many lines are called would push the next chart away: it is there to unfold.
    private static XElement Legend(IReadOnlyList<Series> lines)
    {
        var list = Html.Tag("ul", "legend", lines.Select((line, index) => Html.Tag(
            "li", null,
            Html.Shape(
                "svg", Html.Is("viewBox", "0 0 16 4"), Html.Is("class", "swatch"), Html.Is("aria-hidden", "true"),
                Html.Shape(
                    "path", Html.Is("class", line.IsDashed ? "line dashed" : "line"), Color(line, index, lines.Count),
                    Html.Is("d", "M0 2H16"))),
            $"{line.Name} ",
            Html.Tag("b", null, line.Last))));
        return lines.Count <= MostInLegend
            ? list
            : Html.Tag("details", "names", Html.Tag("summary", null, $"{lines.Count} lines, last values"), list);
    }

    // A few lines have colours of their own; many, layers from first to last, walk through the colours in order.
    private static XAttribute Color(Series line, int index, int count) => Html.Is("style", count <= Colors
        || line.Color is not null
        ? $"color:var(--c{(line.Color ?? index) % Colors})"
        : $"color:hsl({265 - (255 * index / (count - 1))} 65% var(--lightness))");

    // A thousand lines of a thousand points are no more readable than a thousand of fifty.
    private static (int Epoch, double Value)[] Thinned((int Epoch, double Value)[] points, int step) => step == 1
        ? points
        : [.. points.Where((_, index) => index % step == 0 || index == points.Length - 1)];

    // Epochs without a value in between are passed over: what was measured is joined.
    private static string Path((int Epoch, double Value)[] points, Func<int, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        foreach (var (epoch, value) in points)
        {
            path.Append(path.Length == 0 ? 'M' : 'L')
                .Append(Tenths(x(epoch))).Append(' ').Append(Tenths(y(value)));
        }

        return path.ToString();
    }

    // A tenth of a thousandth of the picture, which no screen shows.
    private static string Tenths(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    // A line without length and with round ends, which no stretching makes oval.
    private static XElement Dot(
        Series line, (int Epoch, double Value) point, XAttribute color, Func<int, double> x, Func<double, double> y) =>
        Html.Shape(
            "path", Html.Is("class", "dot"), color,
            Html.Is("d", $"M{Tenths(x(point.Epoch))} {Tenths(y(point.Value))}h0"),
            Html.Tip($"{line.Name}, epoch {point.Epoch}: {Html.Value(point.Value)}"));
}
