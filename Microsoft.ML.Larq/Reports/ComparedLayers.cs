using System.Xml.Linq;

namespace Microsoft.ML.Larq.Reports;

/// <summary>A metric of the layers in several runs: maps and lines beside one another, all on one scale.</summary>
internal static class ComparedLayers
{
    public static IEnumerable<XElement> Of(IReadOnlyList<ReportContent> runs)
    {
        LayerPlaces[] places = [.. runs.Select(run => new LayerPlaces(run.Summary))];
        var metrics = runs.SelectMany((run, index) => run.History.Names.Where(places[index].IsOfLayer))
            .Select(LayerPlaces.MetricOf).Distinct(StringComparer.Ordinal);
        return metrics.Select(metric => Section(runs, places, metric));
    }

    private static XElement Section(IReadOnlyList<ReportContent> runs, LayerPlaces[] places, string metric)
    {
        var guide = MetricGuide.Of(metric, runs);
        (int Run, string Role, Series Row)[] all = [.. runs.SelectMany((run, index) => run.History.Names
            .Where(name => name.StartsWith(metric, StringComparison.Ordinal) && places[index].IsOfLayer(name))
            .Select(name => new Series(name[metric.Length..], run.History[name]))
            .OrderBy(row => places[index].Of(row.Name))
            .Select(row => (index, places[index].RoleOf(row.Name), row)))];
        string[] roles = [.. all.Select(one => one.Role).Distinct()
            .OrderBy(role => role == LayerPlaces.Kernels ? 0 : 1)];
        var scale = guide.Axis(all.SelectMany(one => one.Row.Values));
        return Html.Tag(
            "section", "metric",
            Html.Tag("h2", null, guide.Title),
            LayerMetricSection.Guide(guide, roles),
            LayerMetricSection.Widened(scale),
            roles.Select(role =>
                Role(runs, guide, role, roles.Length, scale, [.. all.Where(one => one.Role == role)])));
    }

    private static object[] Role(
        IReadOnlyList<ReportContent> runs, MetricGuide guide, string role, int roles, Scale scale,
        (int Run, string Role, Series Row)[] all)
    {
        var title = LayerMetricSection.Title(guide.Title, role, roles);
        (string Run, Series[] Rows)[] shown = [.. all.GroupBy(one => one.Run)
            .Select(run => (runs[run.Key].Title, run.Select(one => one.Row).ToArray()))];
        var last = SideBySide.Rows([.. runs.Select((_, index) => all.Where(one => one.Run == index)
            .Select(one => (one.Row.Name, one.Row.Last)))]);
        return
        [
            Html.Tag(
                "div", runs.Count == 3 ? "charts thirds" : "charts",
                shown.Select(run => HeatMap.Of($"{title}: {run.Run}", run.Rows, scale, guide.Healthy(role))),
                shown.Select(run => LineChart.Of($"{title}: {run.Run}", run.Rows, scale, guide.Healthy(role)))),
            Html.Tag(
                "details", "folded",
                Html.Tag("summary", null, $"{title}: last values"),
                SideBySide.Table("Layer", [.. runs.Select(run => run.Title)], last)),
        ];
    }
}
