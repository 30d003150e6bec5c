using System.Xml.Linq;

namespace Microsoft.ML.Larq.Reports;

/// <summary>A metric of the layers: heat maps and lines, kernels and inputs apart, and how to read them.</summary>
internal static class LayerMetricSection
{
    /// <summary>One section for each metric that a history has.</summary>
    public static IEnumerable<XElement> Of(ReportContent content)
    {
        var places = new LayerPlaces(content.Summary);
        return content.History.Names.Where(places.IsOfLayer).GroupBy(LayerPlaces.MetricOf)
            .Select(metric => Section(content, places, metric.Key, metric));
    }

    /// <summary>The charts' title: what is shown, and of which part unless that is all there is.</summary>
    public static string Title(string metric, string role, int roles) =>
        roles == 1 && role == LayerPlaces.Kernels ? metric : $"{metric} of {role}";

    /// <summary>Says where an axis is not the usual one.</summary>
    public static XElement? Widened(Scale scale) => scale.IsWidened
        ? Html.Tag("p", "note", "Values lie outside the usual range: this axis is longer than on other pages.")
        : null;

    /// <summary>How to read a metric, and which values are healthy.</summary>
    public static IEnumerable<XElement?> Guide(MetricGuide guide, IEnumerable<string> roles)
    {
        yield return guide.Meaning.Length == 0 ? null : Html.Tag("p", null, guide.Meaning);
        var bands = roles.Select(role => (Role: role, Band: guide.Healthy(role))).Where(part => part.Band is not null)
            .Select(part => $"{part.Role} {part.Band}").ToArray();
        yield return bands.Length == 0
            ? null
            : Html.Tag(
                "p", "healthy",
                Html.Tag("span", "swatch"), $"Healthy, shaded in the charts: {string.Join("; ", bands)}.");
    }

    private static XElement Section(
        ReportContent content, LayerPlaces places, string metric, IEnumerable<string> names)
    {
        var guide = MetricGuide.Of(metric, content);
        var roles = names.Select(name => new Series(name[metric.Length..], content.History[name]))
            .OrderBy(row => places.Of(row.Name)).GroupBy(row => places.RoleOf(row.Name))
            .OrderBy(role => role.Key == LayerPlaces.Kernels ? 0 : 1).ToArray();
        var scale = guide.Axis(roles.SelectMany(role => role).SelectMany(row => row.Values));
        return Html.Tag(
            "section", "metric",
            Html.Tag("h2", null, guide.Title),
            Guide(guide, roles.Select(role => role.Key)),
            Widened(scale),
            Html.Tag("div", "charts", roles.SelectMany(role => Charts(
                Title(guide.Title, role.Key, roles.Length), [.. role], scale, guide.Healthy(role.Key),
                content.Seconds))));
    }

    private static IEnumerable<XElement> Charts(
        string title, Series[] rows, Scale scale, Band? band, IReadOnlyList<double> seconds) =>
    [
        HeatMap.Of($"{title} by layer and epoch", rows, scale, band),
        LineChart.Of($"{title} over the epochs", rows, scale, band, seconds),
    ];
}
