using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Microsoft.ML.Larq.Reports;

/// <summary>One line of a chart: one value per epoch, NaN where there is none.</summary>
internal sealed record Series(string Name, IReadOnlyList<double> Values);

/// <summary>Lines over the epochs, with a legend.</summary>
internal static class LineChart
{
    /// <summary>The widths of half a page and of a third; text has the same size in both.</summary>
    public const double Half = 560;

    public const double Third = 400;

    private const double Height = 250;
    private const double Left = 62;
    private const double Right = 14;
    private const double Top = 12;
    private const double Bottom = 38;
    private const int Colors = 8;
    private const int MostDots = 600;
    private const int MostDotsALine = 60;

    public static XElement Of(string title, IReadOnlyList<Series> lines, Scale scale, double width)
    {
        var epochs = lines.Max(line => line.Values.Count);
        double X(int epoch) =>
            Left + ((width - Right - Left) * (epochs < 2 ? 0.5 : (double)epoch / (epochs - 1)));
        double Y(double value) => Height - Bottom - ((Height - Bottom - Top) * scale.At(value));
        var content = new List<object>();
        foreach (var tick in scale.Ticks)
        {
            content.Add(Html.Line("grid", Left, Y(tick), width - Right, Y(tick)));
            content.Add(Html.Text(Left - 8, Y(tick) + 4, "end", Scale.Label(tick)));
        }

        foreach (var epoch in EpochTicks(epochs))
        {
            var number = epoch.ToString(CultureInfo.InvariantCulture);
            content.Add(Html.Text(X(epoch - 1), Height - Bottom + 18, "middle", number));
        }

        content.Add(Html.Text((Left + width - Right) / 2, Height - 4, "middle", "epoch"));
        var dots = epochs <= MostDotsALine && (long)lines.Count * epochs <= MostDots;
        foreach (var (index, line) in lines.Index())
        {
            var path = Path(line, X, Y);
            content.Add(Html.Shape("path", Html.Is("class", "line"), Color(index, lines.Count), Html.Is("d", path)));
            if (dots) content.AddRange(Dots(line, index, lines.Count, X, Y));
        }

        return Html.Tag(
            "figure", "chart",
            Html.Tag("h3", null, title), Html.Picture(title, width, Height, content), Legend(lines));
    }

    /// <summary>About six whole numbers from 1 to the last epoch, a round step apart.</summary>
    public static IEnumerable<int> EpochTicks(int epochs)
    {
        int[] steps = [1, 2, 5, 10, 20, 50, 100, 200, 500];
        var step = steps.FirstOrDefault(step => epochs <= step * 8, Math.Max(1, epochs / 6));
        return Enumerable.Range(1, epochs).Where(epoch => (epoch == 1 && step < 3) || epoch % step == 0 || epochs == 1);
    }

    private static XElement Legend(IReadOnlyList<Series> lines) =>
        Html.Tag("ul", "legend", lines.Select((line, index) => Html.Tag(
            "li", null,
            Html.Shape(
                "svg", Html.Is("viewBox", "0 0 16 4"), Html.Is("class", "swatch"), Html.Is("aria-hidden", "true"),
                Html.Shape("path", Html.Is("class", "line"), Color(index, lines.Count), Html.Is("d", "M0 2H16"))),
            $"{line.Name} ",
            Html.Tag("b", null, Html.Value(line.Values[^1])))));

    // A few lines have colours of their own; many, layers from first to last, walk through the colours in order.
    private static XAttribute Color(int index, int count) => Html.Is("style", count <= Colors
        ? $"color:var(--c{index})"
        : $"color:hsl({265 - (255 * index / (count - 1))} 65% var(--lightness))");

    private static string Path(Series line, Func<int, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        var broken = true;
        foreach (var (epoch, value) in line.Values.Index())
        {
            if (double.IsFinite(value))
                path.Append(broken ? 'M' : 'L').Append(Html.Number(x(epoch))).Append(' ').Append(Html.Number(y(value)));
            broken = !double.IsFinite(value);
        }

        return path.ToString();
    }

    private static IEnumerable<XElement> Dots(
        Series line, int index, int count, Func<int, double> x, Func<double, double> y) =>
        line.Values.Index().Where(point => double.IsFinite(point.Item)).Select(point => Html.Shape(
            "circle", Html.Is("class", "dot"), Color(index, count),
            Html.Is("cx", x(point.Index)), Html.Is("cy", y(point.Item)),
            Html.Is("r", line.Values.Count == 1 ? "4" : "2.5"),
            Html.Tip($"{line.Name}, epoch {point.Index + 1}: {Html.Value(point.Item)}")));
}
