using System.Xml.Linq;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Reports;

/// <summary>Values of the whole network of several runs over one another, each run in a colour of its own.</summary>
internal static class ComparedCurves
{
    public static XElement? Of(IReadOnlyList<ReportContent> runs)
    {
        var groups = runs.SelectMany((run, index) => Curves
                .Groups(run.History.Names, new LayerPlaces(run.Summary))
                .SelectMany(group => group.Select(name => (Chart: group.Key, Run: index, Name: name))))
            .GroupBy(line => line.Chart).ToArray();
        return groups.Length == 0 ? null : Html.Tag(
            "section", null,
            Html.Tag("h2", null, "Curves"),
            Html.Tag("p", null, "A colour is a run; values of the validation set, and rates of further groups of "
                + "weights, are dashed."),
            Html.Tag("div", "charts", groups.Select(group => Chart(runs, group.Key, [.. group]))));
    }

    private static XElement Chart(
        IReadOnlyList<ReportContent> runs, string chart, (string Chart, int Run, string Name)[] lines)
    {
        Series[] series = [.. lines.Select(line =>
            new Series(
                line.Name == chart ? runs[line.Run].Title : $"{runs[line.Run].Title}: {line.Name}",
                runs[line.Run].History[line.Name])
            {
                Color = line.Run,
                IsDashed = line.Name != chart && IsSecond(line, lines),
            })];
        return LineChart.Of(chart, series, Curves.Axis(chart, series.SelectMany(line => line.Values)));
    }

    // The first of a run's lines in a chart is drawn through, whatever it is called.
    private static bool IsSecond(
        (string Chart, int Run, string Name) line, (string Chart, int Run, string Name)[] lines) =>
        line.Name.StartsWith(MetricNames.Validation, StringComparison.Ordinal)
        || lines.First(other => other.Run == line.Run) != line;
}
