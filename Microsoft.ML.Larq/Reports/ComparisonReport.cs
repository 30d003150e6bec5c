using System.Xml.Linq;
using Microsoft.ML.Larq.Networks.Summary;

namespace Microsoft.ML.Larq.Reports;

/// <summary>A page of several runs side by side.</summary>
internal static class ComparisonReport
{
    /// <summary>The page.</summary>
    /// <param name="runs">What a page of its own would show of each; its title is what the run is called here.</param>
    public static string Of(IReadOnlyList<ReportContent> runs)
    {
        string[] names = [.. runs.Select(run => run.Title)];
        var title = $"{string.Join(", ", names[..^1])} and {names[^1]}";
        return HtmlReport.Page(
            title,
            Html.Tag("h1", null, title),
            Html.Tag("p", null, "What differs from the first run is marked."),
            Section("Results", SideBySide.Table("Result", names, SideBySide.Rows([.. runs.Select(Results)]))),
            Warnings(runs),
            Section("Facts", SideBySide.Of("Fact", names, SideBySide.Rows([.. runs.Select(run => run.Facts)]))),
            Section("Options", SideBySide.Of("Option", names, SideBySide.Rows([.. runs.Select(run => run.Options)]))),
            ComparedCurves.Of(runs),
            ComparedLayers.Of(runs),
            Answers(runs),
            Section("Networks", SideBySide.Of("", names, SideBySide.Rows([.. runs.Select(Network)]))));
    }

    private static XElement? Section(string title, params IEnumerable<XElement> content) =>
        content.ToArray() is { Length: > 0 } parts
            ? Html.Tag("section", null, Html.Tag("h2", null, title), parts)
            : null;

    private static IEnumerable<(string Name, string Value)> Results(ReportContent run)
    {
        var places = new LayerPlaces(run.Summary);
        return
        [
            .. run.History.Names.Where(name => Tiles.IsResult(name, places))
                .Select(name => new Series(name, run.History[name]))
                .Select(value => (value.Name, $"{value.Last}, {Tiles.Best(value)}")),
            .. run.Evaluation is { } facts
                ? EvaluationSection.Measures(facts).Select(one => ($"At the end: {one.Name}", one.Value))
                : [],
            ("Model size", SummaryFormat.Memory(run.Summary.MemoryBits)),
        ];
    }

    private static XElement Warnings(IReadOnlyList<ReportContent> runs) => Html.Tag(
        "section", null,
        Html.Tag("h2", null, "Warnings"),
        Html.Tag("div", "charts", runs.Select(run => Html.Tag(
            "div", "chart",
            Html.Tag("h3", null, run.Title),
            WarningList.Of(run.History.Warnings) ?? Html.Tag("p", null, "None.")))));

    private static XElement? Answers(IReadOnlyList<ReportContent> runs)
    {
        var evaluated = runs.Where(run => run.Evaluation is { ClassCount: > 0 }).ToArray();
        return evaluated.Length == 0 ? null : Html.Tag(
            "section", null,
            Html.Tag("h2", null, "The models' answers"),
            Html.Tag("p", null, "The share of each class's rows that were predicted right."),
            SideBySide.Of(
                "Class", [.. runs.Select(run => run.Title)],
                SideBySide.Rows([.. runs.Select(run => run.Evaluation?.Classes.Select(one =>
                    (run.NameOfClass(one.Class), Html.Percent((double)one.Right / one.Rows))) ?? [])])),
            Html.Tag("div", "charts", evaluated.Select(run => Html.Tag(
                "div", null,
                Html.Tag("h3", null, run.Title),
                ConfusionMatrix.Of(run.Evaluation!, run.NameOfClass)))));
    }

    // Layers by their names, then what they come to.
    private static IEnumerable<(string Name, string Value)> Network(ReportContent run) =>
    [
        .. run.Network.Layers.Select(layer => (layer.Name, string.Join("; ",
        [
            $"{layer.Kind.ClassName} to {layer.OutputShape}",
            .. layer.Kind.Input is { } input ? (string[])[$"input {input}"] : [],
            .. layer.Weights.Where(weight => weight.IsKernel || weight.Quantizer is not null).Select(weight =>
                $"{weight.Name} {weight.Quantizer?.ToString() ?? "not quantized"}, {weight.Initializer}"
                + (weight.Constraint is null ? "" : $", {weight.Constraint}")
                + (weight.Trainable ? "" : ", not trained")),
        ]))),
        .. NetworkSection.Totals(run),
    ];
}
