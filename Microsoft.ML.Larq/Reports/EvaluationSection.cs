using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML.Larq.Progress.Evaluation;

namespace Microsoft.ML.Larq.Reports;

/// <summary>How the finished network does: on which rows, on which classes, and how sure it is of it.</summary>
internal static class EvaluationSection
{
    public static XElement? Of(ReportContent content) => content.Evaluation is not { } facts ? null : Html.Tag(
        "section", null,
        Html.Tag("h2", null, "The model's answers"),
        Html.Tag("p", null, On(facts)),
        Html.Tag("div", "side", Html.Table(
            ["Measure", "Value"], Measures(facts).Select(one => (string[])[one.Name, one.Value]),
            column => column == 1)),
        facts.ClassCount == 0 ? null : Html.Tag(
            "div", "charts",
            ConfusionMatrix.Of(facts, content.NameOfClass),
            facts.Roc.Count == 0 ? null : ShareChart.Of(
                "ROC curve", "false positive rate", "true positive rate",
                $"Area below: {Html.Value(facts.AreaUnderRoc)}; guessing has 0.5, the diagonal.",
                [.. facts.Roc.Select(point => (point.False, point.True))], []),
            facts.Reliability.Count == 0 ? null : ShareChart.Of(
                "Calibration",
                facts.Roc.Count == 0
                    ? "probability of the predicted class"
                    : $"probability of {content.NameOfClass(1)}",
                facts.Roc.Count == 0 ? "share predicted right" : $"share that is {content.NameOfClass(1)}",
                "On the diagonal probabilities are as often right as they say; below it they are too sure. The larger "
                + "a dot, the more rows.",
                [.. facts.Reliability.Select(bin => (bin.Said, bin.Came))],
                [.. facts.Reliability.Select(bin => ((double)bin.Rows / facts.Rows, Bin(bin)))])),
        Classes(facts, content.NameOfClass, content.History.Facts?.Labels.Counts ?? []));

    /// <summary>Numbers of the whole.</summary>
    public static IEnumerable<(string Name, string Value)> Measures(EvaluationFacts facts)
    {
        if (facts.Error is { } error)
        {
            yield return ("Root mean square error, in the label's unit", Html.Value(error.RootMeanSquare));
            yield return ("Mean absolute error, in the label's unit", Html.Value(error.MeanAbsolute));
            yield return ("Root mean square error of always answering the mean", Html.Value(error.OfTheMean));
            yield break;
        }

        yield return ("Accuracy", Html.Percent((double)facts.Right / facts.Rows));
        yield return ("Base rate: always answering the largest class", Html.Percent(
            (double)facts.LargestClass / facts.Rows));
        if (facts.ClassCount <= EvaluationFacts.MostClasses)
        {
            yield return ("Mean recall of the classes", Html.Percent(
                facts.Classes.Average(one => (double)one.Right / one.Rows)));
        }

        if (facts.Roc.Count > 0) yield return ("Area under the ROC curve", Html.Value(facts.AreaUnderRoc));
    }

    /// <summary>Which rows were scored.</summary>
    public static string On(EvaluationFacts facts)
    {
        var rows = facts.Rows == 1 ? "1 row" : $"{Html.Count(facts.Rows)} rows";
        return facts.IsOfValidation
            ? $"On {rows} of the validation set, which early stopping and calibration may have seen."
            : $"On {rows} that were trained on, for there was no validation set: expect less of rows never seen.";
    }

    private static string Bin(ReliabilityBin bin) =>
        $"{Html.Count(bin.Rows)} rows: said {Html.Percent(bin.Said)}, came true {Html.Percent(bin.Came)}";

    private static XElement? Classes(EvaluationFacts facts, Func<int, string> names, IReadOnlyList<int> trained)
    {
        if (facts.ClassCount == 0) return null;
        var isAll = facts.ClassCount <= EvaluationFacts.MostClasses;
        return Html.Tag(
            "div", null,
            Html.Tag("h3", null, isAll
                ? "Classes"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"The {facts.Classes.Count} of {facts.ClassCount} classes that are recognized worst")),
            Html.Table(
                ["Class", "Trained on", "Rows", "Share", "Recall", "Precision", "Mostly taken for"],
                facts.Classes.Select(one => (string[])
                [
                    names(one.Class), one.Class < trained.Count ? Html.Count(trained[one.Class]) : "–",
                    Html.Count(one.Rows), Html.Percent((double)one.Rows / facts.Rows),
                    Html.Percent((double)one.Right / one.Rows),
                    one.Predicted == 0 ? "–" : Html.Percent((double)one.Right / one.Predicted),
                    one.TakenFor == one.Class ? "" : names(one.TakenFor),
                ]),
                column => column is > 0 and < 6));
    }
}
