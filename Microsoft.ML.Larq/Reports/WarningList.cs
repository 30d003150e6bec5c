using System.Xml.Linq;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Reports;

/// <summary>The faults that a training shows, where everyone looks first.</summary>
internal static class WarningList
{
    public static XElement? Of(IReadOnlyList<TrainingWarning> warnings) => warnings.Count == 0 ? null : Html.Tag(
        "ul", "warnings",
        warnings.Select(warning => Html.Tag(
            "li", null,
            Html.Tag("b", null, warning.Layer is null ? warning.Name : $"{warning.Name} "),
            warning.Layer is null ? null : Html.Tag("code", null, warning.Layer),
            $": {warning.Message}")));
}
