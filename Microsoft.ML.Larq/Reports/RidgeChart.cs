using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Reports;

/// <summary>Histograms one below another, each epoch's before that of the one before.</summary>
internal static class RidgeChart
{
    private const double Side = LineChart.Side;

    // How high a row may be, in the distances between two rows.
    private const double Overlap = 2.5;
    private const double LeastHeight = 220;
    private const int MostLabels = 6;

    /// <summary>A chart.</summary>
    /// <param name="kind">What the values are.</param>
    /// <param name="name">What they are of.</param>
    /// <param name="rows">The epochs, at least one, and their histograms.</param>
    /// <param name="window">Half of the width of the window that is marked; null for none.</param>
    public static XElement Of(
        string kind, string name, IReadOnlyList<(int Epoch, HistogramFacts Histogram)> rows, double? window)
    {
        var scale = Scale.Linear(rows.SelectMany(row => new[] { row.Histogram.Least, row.Histogram.Largest }));
        var height = rows.Count == 1
            ? Side
            : Math.Max(LeastHeight, Side * Overlap / (rows.Count - 1 + Overlap));
        double Base(int row) => rows.Count == 1 ? Side : height + ((Side - height) * row / (rows.Count - 1));
        var content = new List<object>();
        foreach (var (index, (epoch, histogram)) in rows.Index())
        {
            content.Add(Html.Shape(
                "path", Html.Is("class", "ridge"), Html.Is("d", Path(histogram, scale, Base(index), height)),
                Html.Tip($"epoch {epoch}: {InWords(histogram)}")));
        }

        double[] ends = window is { } half ? [-half, half] : [];
        foreach (var end in ends.Where(end => end >= scale.Ticks[0] && end <= scale.Ticks[^1]))
            content.Add(Html.Line("window", Side * scale.At(end), 0, Side * scale.At(end), Side));
        var label = $"{kind}, {name}: " + string.Join("; ", Ends(rows).Select(row =>
            $"epoch {row.Epoch}: {InWords(row.Histogram)}"));
        var every = ((rows.Count - 1) / MostLabels) + 1;
        return Html.Tag(
            "figure", "chart",
            Html.Tag("h3", null, Html.Is("title", name), HeatMap.Short(name)),
            Html.Tag("div", "axis up", "epoch"),
            Html.Tag(
                "div", "plot",
                Html.Tag("div", "ys", rows.Index().Where(row => (rows.Count - 1 - row.Index) % every == 0)
                    .Select(row => Html.Place("bottom", 1 - (Base(row.Index) / Side),
                        row.Item.Epoch.ToString(CultureInfo.InvariantCulture)))),
                Html.Stretched(label, Side, Side, content),
                Html.Tag("div", "xs", Marks(scale).Select(tick =>
                    Html.Place("left", scale.At(tick), Scale.Label(tick))))));
    }

    private static IEnumerable<(int Epoch, HistogramFacts Histogram)> Ends(
        IReadOnlyList<(int Epoch, HistogramFacts Histogram)> rows) => rows.Count == 1 ? rows : [rows[0], rows[^1]];

    private static string InWords(HistogramFacts facts) => facts.Least == facts.Largest
        ? $"{Html.Count(facts.Count)} values, all {Html.Value(facts.Least)}"
        : $"{Html.Count(facts.Count)} values from {Html.Value(facts.Least)} to {Html.Value(facts.Largest)}, half of "
            + $"them from {Html.Value(facts.Quantile(0.25))} to {Html.Value(facts.Quantile(0.75))}";

    // A small picture has room for its ends, and for 0.
    private static IEnumerable<double> Marks(Scale scale)
    {
        yield return scale.Ticks[0];
        if (scale.Ticks[0] < 0 && scale.Ticks[^1] > 0) yield return 0;
        yield return scale.Ticks[^1];
    }

    // Steps from range to range; a single value is a line upwards.
    private static string Path(HistogramFacts facts, Scale scale, double ground, double height)
    {
        var most = (double)facts.Counts.Max();
        var path = new StringBuilder().Append('M').Append(Text(Side * scale.At(facts.Least))).Append(' ')
            .Append(Text(ground));
        var (before, x) = (0L, 0.0);
        foreach (var (index, count) in facts.Counts.Index())
        {
            if (count != before) path.Append('V').Append(Text(ground - (height * count / most)));
            x = Side * scale.At(facts.Limits[index]);
            if (index == facts.Counts.Count - 1 || facts.Counts[index + 1] != count) path.Append('H').Append(Text(x));
            before = count;
        }

        return path.Append('V').Append(Text(ground)).Append('Z').ToString();
    }

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
