using System.Xml.Linq;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Reports;

/// <summary>
/// Values of the whole network: one chart holds a value and its validation counterpart; another the rates of all groups
/// of weights.
/// </summary>
internal static class Curves
{
    public static XElement? Of(ReportContent content)
    {
        var groups = Groups(content.History.Names, new LayerPlaces(content.Summary)).ToArray();
        return groups.Length == 0 ? null : Html.Tag(
            "section", null,
            Html.Tag("h2", null, "Curves"),
            Html.Tag("div", "charts thirds", groups.Select(group => LineChart.Of(
                group.Key,
                [.. group.Select(name => new Series(name, content.History[name]))],
                Axis(group.Key, group.SelectMany(name => content.History[name])), seconds: content.Seconds))));
    }

    /// <summary>The values that one chart holds.</summary>
    public static IEnumerable<IGrouping<string, string>> Groups(IEnumerable<string> names, LayerPlaces places) =>
        names.Where(name => !places.IsOfLayer(name)).GroupBy(ChartOf);

    /// <summary>Shares of rows are drawn from 0 to 1 where they reach far enough, so that two pages compare.</summary>
    public static Scale Axis(string chart, IEnumerable<double> values) =>
        chart == MetricNames.Accuracy ? Scale.Linear(values, 0, 1) : Scale.Linear(values);

    private static string ChartOf(string name) => name.StartsWith(MetricNames.Validation, StringComparison.Ordinal)
        ? name[MetricNames.Validation.Length..]
        : name.Split('/')[0];
}
