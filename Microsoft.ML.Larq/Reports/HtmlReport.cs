using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Summary;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Reports;

/// <summary>A page that needs nothing but itself: no script, no font, no picture from elsewhere.</summary>
internal static class HtmlReport
{
    public static string Of(ReportContent content)
    {
        var page = Html.Tag(
            "html", null,
            Html.Is("lang", "en"),
            Html.Tag(
                "head", null,
                Html.Shape("meta", Html.Is("charset", "utf-8")),
                Html.Shape(
                    "meta", Html.Is("name", "viewport"), Html.Is("content", "width=device-width, initial-scale=1")),
                Html.Shape(
                    "meta", Html.Is("http-equiv", "Content-Security-Policy"),
                    Html.Is("content", "default-src 'none'; style-src 'unsafe-inline'")),
                Html.Tag("title", null, content.Title),
                Html.Tag("style", null, ReportStyle.Css)),
            Html.Tag("body", null, Html.Tag("main", null, Sections(content))));
        return $"<!DOCTYPE html>\n{Html.Written(page)}\n";
    }

    private static object?[] Sections(ReportContent content) =>
    [
        Html.Tag("h1", null, content.Title),
        Html.Tag("dl", "facts", content.Facts.Select(fact => Html.Tag(
            "div", null, Html.Tag("dt", null, fact.Name), Html.Tag("dd", null, fact.Value)))),
        WarningList.Of(content.History.Warnings),
        Tiles(content),
        .. content.History.Epochs == 0
            ? [Html.Tag("p", null, "Training reported no epoch.")]
            : (object?[])[Curves(content.History), .. LayerMetricSection.Of(content.History)],
        Network(content.Summary),
        Packed(content),
        OptionTable.Of(content),
        content.History.Epochs == 0 ? null : Values(content.History),
    ];

    private static XElement Tiles(ReportContent content)
    {
        static XElement Tile(string name, string value, string note) => Html.Tag(
            "div", "tile", Html.Tag("span", null, name), Html.Tag("b", null, value), Html.Tag("span", null, note));
        var (history, summary) = (content.History, content.Summary);
        var ends = history.Epochs == 0
            ? []
            : history.Names
                .Where(name => IsResult(name))
                .Select(name => Tile(name, Html.Value(history[name][^1]), Best(name, history[name])));
        return Html.Tag(
            "div", "tiles",
            ends,
            Tile(
                "Model size",
                SummaryFormat.Memory(summary.MemoryBits),
                $"{SummaryFormat.Memory(summary.Float32MemoryBits)} as floats"),
            Tile("Binary MACs", Percent(summary.BinarizedMacRatio), $"of {SummaryFormat.Count(summary.Macs)} a row"));
    }

    // Values of the whole network that training reaches; a learning rate is set, not reached.
    private static bool IsResult(string name) =>
        !MetricNames.IsOfLayer(name) && !IsRate(name);

    private static bool IsRate(string name) => name.Split('/')[0] is MetricNames.LearningRate or "Threshold" or "Gamma";

    private static string Best(string name, IReadOnlyList<double> values)
    {
        var measured = values.Index().Where(value => !double.IsNaN(value.Item)).ToArray();
        if (measured.Length == 0) return "not measured";
        var best = name.EndsWith(MetricNames.Loss, StringComparison.Ordinal)
            ? measured.MinBy(value => value.Item)
            : measured.MaxBy(value => value.Item);
        return $"best {Html.Value(best.Item)} in epoch {best.Index + 1}";
    }

    // One chart holds a value and its validation counterpart; another holds the rates of all groups of weights.
    private static XElement Curves(TrainingHistory history) => Html.Tag(
        "section", null,
        Html.Tag("h2", null, "Curves"),
        Html.Tag("div", "charts thirds", history.Names.Where(name => !MetricNames.IsOfLayer(name))
            .GroupBy(name => name.StartsWith(MetricNames.Validation, StringComparison.Ordinal)
                ? name[MetricNames.Validation.Length..]
                : name.Split('/')[0])
            .Select(group => LineChart.Of(
                group.Key,
                [.. group.Select(name => new Series(name, history[name]))],
                Scale.Linear(group.SelectMany(name => history[name])),
                LineChart.Third))));

    private static XElement Network(NetworkSummary summary)
    {
        var cells = SummaryTables.LayerCells(summary);
        return Html.Tag(
            "section", null,
            Html.Tag("h2", null, "Network"),
            Html.Table(cells[0], cells[1..], column => column is 1 or > 2, totals: true),
            Html.Tag("div", "side", Html.Table(
                ["Total", ""],
                SummaryTables.TotalCells(summary).Select(total => (string[])[total.Name, total.Value]),
                column => column == 1)));
    }

    private static XElement Packed(ReportContent content)
    {
        static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
        var report = content.Packed;
        return Html.Tag(
            "section", null,
            Html.Tag("h2", null, "Packed model"),
            Html.Tag("p", null, $"Packed against trained scores: {content.Agreement}."),
            Html.Table(
                ["Layer", "Class", "Runs", "Kernel", "Weights (B)", "MACs", "Why"],
                [
                    .. report.Layers.Select(layer => (string[])
                    [
                        layer.Name, layer.ClassName, layer.Arithmetic.ToString(), layer.Kernel,
                        Count(layer.WeightBytes), Count(layer.Macs), layer.Why,
                    ]),
                    [
                        "Total", "", "", "", Count(report.WeightBytes), Count(report.Macs),
                        $"{Count(report.PackedMacs)} MACs packed",
                    ],
                ],
                column => column is 4 or 5,
                totals: true));
    }

    private static XElement Values(TrainingHistory history)
    {
        var columns = history.Names.Select(name => history[name]).ToArray();
        return Html.Tag(
            "details", null,
            Html.Tag("summary", null, "All values"),
            Html.Table(
                ["Epoch", .. history.Names],
                Enumerable.Range(0, history.Epochs).Select(epoch => (string[])
                [
                    (epoch + 1).ToString(CultureInfo.InvariantCulture),
                    .. columns.Select(column => Html.Value(column[epoch])),
                ]),
                column => true));
    }

    private static string Percent(double share) => share.ToString("0.#%", CultureInfo.InvariantCulture);
}
