using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Reports;

/// <summary>Every value of a history, in tables that are narrow enough for paper.</summary>
internal static class ValueTables
{
    private const int MostColumns = 8;

    public static XElement? Of(ReportContent content)
    {
        var history = content.History;
        if (history.Epochs == 0) return null;
        var places = new LayerPlaces(content.Summary);
        return Html.Tag(
            "details", null,
            Html.Tag("summary", null, "All values"),
            history.Names.GroupBy(name => places.IsOfLayer(name) ? LayerPlaces.MetricOf(name) : "")
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
