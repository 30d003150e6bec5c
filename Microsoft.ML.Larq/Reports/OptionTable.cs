using System.Xml.Linq;

namespace Microsoft.ML.Larq.Reports;

/// <summary>The options of a training: those that were set beside their defaults; the others folded.</summary>
internal static class OptionTable
{
    public static XElement? Of(ReportContent content)
    {
        if (content.Options.Count == 0) return null;
        var defaults = content.DefaultOptions.ToDictionary(option => option.Name, option => option.Value);
        var sorted = content.Options.ToLookup(
            option => defaults.TryGetValue(option.Name, out var usual)
                && (option.Value == usual || option.Value.StartsWith($"{usual} (", StringComparison.Ordinal)));
        var (usual, set) = (sorted[true].ToArray(), sorted[false].ToArray());
        return Html.Tag(
            "section", null,
            Html.Tag("h2", null, "Options"),
            set.Length == 0
                ? Html.Tag("p", null, "All are at their defaults.")
                : Html.Table(
                    ["Option", "Value", "Default"],
                    set.Select(option => (string[])
                        [option.Name, option.Value, defaults.GetValueOrDefault(option.Name, "")]),
                    column => false),
            usual.Length == 0 ? null : Html.Tag(
                "details", "folded",
                Html.Tag("summary", null, usual.Length == 1 ? "1 default" : $"{usual.Length} defaults"),
                Html.Table(["Option", "Value"], usual.Select(option => (string[])[option.Name, option.Value]),
                    column => false)));
    }
}
