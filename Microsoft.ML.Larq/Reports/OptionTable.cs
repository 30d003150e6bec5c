using System.Xml.Linq;

namespace Microsoft.ML.Larq.Reports;

/// <summary>The options of a training; an option that was set is shown beside its default.</summary>
internal static class OptionTable
{
    public static XElement? Of(ReportContent content)
    {
        if (content.Options.Count == 0) return null;
        var defaults = content.DefaultOptions.ToDictionary(option => option.Name, option => option.Value);
        return Html.Tag(
            "section", null,
            Html.Tag("h2", null, "Options"),
            Html.Table(
                ["Option", "Value", "Default, where another was set"],
                content.Options.Select(option => (string[])
                [
                    option.Name,
                    option.Value,
                    defaults.GetValueOrDefault(option.Name, option.Value) is var usual && usual != option.Value
                        ? usual
                        : "",
                ]),
                column => false));
    }
}
