using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Reports;

/// <summary>Every value of a history, in tables that are narrow enough for paper.</summary>
internal static class ValueTables
{
    private const int MostColumns = 8;
    private const int MostValues = 50_000;

    public static XElement? Of(ReportContent content)
    {
        var history = content.History;
        if (history.Epochs == 0) return null;
        var places = new LayerPlaces(content.Summary);
        string[] shown = [.. history.Names.Take(Math.Max(1, MostValues / history.Epochs))];
        var isAll = shown.Length == history.Names.Count;
        return Html.Tag(
            "details", null,
            Html.Tag("summary", null, isAll ? "All values" : "Values"),
            isAll
                ? null
                : Html.Tag(
                    "p", null,
                    $"The first {Html.Count(shown.Length)} of {Html.Count(history.Names.Count)}, for all would make "
                    + "this page too large; WriteCsv and WriteJson write every one."),
            shown.GroupBy(name => places.IsOfLayer(name) ? LayerPlaces.MetricOf(name) : "")
                .SelectMany(metric => Tables(history, places, metric.Key, metric)));
    }

    // A metric's own name stands above its tables, and the layers' above their columns.
    private static IEnumerable<XElement?> Tables(
        TrainingHistory history, LayerPlaces places, string metric, IEnumerable<string> names)
    {
        if (metric.Length > 0) yield return Html.Tag("h3", null, metric.TrimEnd('/'));
        var ordered = names.OrderBy(name => metric.Length == 0 ? 0 : places.Of(name[metric.Length..]));
        foreach (var part in ordered.Chunk(MostColumns))
        {
            var columns = part.Select(name => history[name]).ToArray();
            yield return Html.Table(
                ["Epoch", .. part.Select(name => name[metric.Length..])],
                Enumerable.Range(0, history.Epochs).Select(epoch => (string[])
                [
                    (epoch + 1).ToString(CultureInfo.InvariantCulture),
                    .. columns.Select(column => Html.Value(column[epoch])),
                ]),
                column => true);
        }
    }
}
