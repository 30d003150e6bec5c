using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML.Larq.Progress.Evaluation;

namespace Microsoft.ML.Larq.Reports;

/// <summary>Rows by their class and the predicted one: numbers for a few classes, cells alone for many.</summary>
internal static class ConfusionMatrix
{
    private const int MostNumbers = 15;
    private const double Faintest = 0.05;

    /// <summary>The matrix; null where none was kept.</summary>
    /// <param name="facts">What was counted.</param>
    /// <param name="names">What classes are called.</param>
    public static XElement? Of(EvaluationFacts facts, Func<int, string> names)
    {
        if (facts.Confusion.Count == 0) return null;
        var classes = facts.ClassCount;
        return Html.Tag(
            "figure", "chart",
            Html.Tag("h3", null, "Confusion matrix: a line for each class, a column for each predicted one"),
            classes <= MostNumbers ? Numbers(facts, names, classes) : Cells(facts, names, classes));
    }

    private static XElement Numbers(EvaluationFacts facts, Func<int, string> names, int classes) => Html.Tag(
        "div", "wide matrix",
        Html.Tag(
            "table", null,
            Html.Tag("thead", null, Html.Tag(
                "tr", null,
                Html.Tag("th", null, ""),
                Enumerable.Range(0, classes).Select(column => Html.Tag("th", "number", names(column))))),
            Html.Tag("tbody", null, Enumerable.Range(0, classes).Select(row => Html.Tag(
                "tr", null,
                Html.Tag("th", null, names(row)),
                Enumerable.Range(0, classes).Select(column => Number(facts, row, column)))))));

    private static XElement Number(EvaluationFacts facts, int row, int column)
    {
        var count = facts.Confusion[(row * facts.ClassCount) + column];
        var hue = row == column ? "--heat" : "--alarm";
        var fill = string.Create(
            CultureInfo.InvariantCulture,
            $"background:color-mix(in srgb, var({hue}) {Fullness(facts, row, column):0}%, transparent)");
        return Html.Tag("td", "number", count > 0 ? Html.Is("style", fill) : null, Html.Count(count));
    }

    // A single wrong row is still seen; letters stay readable on the fullest cell.
    private static double Fullness(EvaluationFacts facts, int row, int column) =>
        15 + (45 * Share(facts, row, column));

    private static XElement Cells(EvaluationFacts facts, Func<int, string> names, int classes)
    {
        var rows = new List<object>();
        for (var row = 0; row < classes; row++)
        {
            rows.Add(Html.Tag("span", "name", Html.Is("title", names(row)), HeatMap.Short(names(row))));
            rows.Add(Html.Stretched(names(row), classes, 1, Enumerable.Range(0, classes)
                .Select(column => Cell(facts, names, row, column))));
        }

        return Html.Tag("div", "rows fine", rows);
    }

    private static XElement Cell(EvaluationFacts facts, Func<int, string> names, int row, int column)
    {
        var count = facts.Confusion[(row * facts.ClassCount) + column];
        return Html.Shape(
            "rect", Html.Is("class", row == column ? "cell" : "cell wrong"),
            Html.Is("x", column + 0.05), Html.Is("y", 0.05), Html.Is("width", 0.9), Html.Is("height", 0.9),
            Html.Is("fill-opacity", Faintest + ((1 - Faintest) * Share(facts, row, column))),
            Html.Tip($"{names(row)}, predicted {names(column)}: {Html.Count(count)}"));
    }

    private static double Share(EvaluationFacts facts, int row, int column)
    {
        long all = 0;
        for (var i = 0; i < facts.ClassCount; i++) all += facts.Confusion[(row * facts.ClassCount) + i];
        return all == 0 ? 0 : (double)facts.Confusion[(row * facts.ClassCount) + column] / all;
    }
}
