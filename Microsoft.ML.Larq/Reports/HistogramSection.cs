using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Facts;

namespace Microsoft.ML.Larq.Reports;

/// <summary>How weights, pre-activations and gradients were distributed: a picture for each layer and kind.</summary>
internal static class HistogramSection
{
    private const string Healthy =
        "Healthy: latent weights spread from 0 towards the ends of their window, and some stay near 0, where they can "
        + "still flip; those heaped at its ends are starved. Pre-activations reach both sides of 0, many of them "
        + "within the window. Gradients that shrink to a spike at 0 teach nothing any more.";

    /// <summary>The section; null where no histogram was taken.</summary>
    public static XElement? Of(ReportContent content)
    {
        if (content.History.Facts is not { Histograms.Epochs: { Count: > 0 } epochs } facts) return null;
        var places = new LayerPlaces(content.Summary);
        return Html.Tag(
            "section", null,
            Html.Tag("h2", null, "Histograms"),
            Html.Tag(
                "p", null,
                "Of an epoch's last batch, the first epoch at the top: 30 ranges of equal width from the least to the "
                + "largest value, and each row as high as its fullest range. Every picture has an axis of its own; "
                + $"dashed are the ends of the quantizer's window. {Healthy}"),
            Kind(HistogramTags.Weights, "Latent weights"),
            Kind(HistogramTags.PreActivations, "Pre-activations"),
            Kind(HistogramTags.Gradients, "Gradients, as they leave the quantizers"));

        object?[] Kind(string kind, string title)
        {
            (string Row, (int Epoch, HistogramFacts Histogram)[] Taken)[] rows =
            [
                .. epochs.SelectMany(one => one.ByTag.Select(pair => (pair.Key, one.Epoch, pair.Value)))
                    .Where(one => one.Key.StartsWith(kind, StringComparison.Ordinal))
                    .GroupBy(one => one.Key[kind.Length..], one => (one.Epoch, one.Value))
                    .OrderBy(row => places.Of(row.Key)).Select(row => (row.Key, row.ToArray())),
            ];
            return rows.Length == 0 ? [] :
            [
                Html.Tag("h3", null, title),
                Html.Tag("div", "charts small", rows.Select(row =>
                    RidgeChart.Of(title, row.Row, row.Taken, Window(facts, kind, row.Row)))),
                Html.Tag(
                    "details", "folded",
                    Html.Tag("summary", null, $"{title}: first and last in numbers"),
                    Html.Table(
                        ["Of", "Epoch", "Values", "Least", "Lower quarter", "Median", "Upper quarter", "Largest"],
                        rows.SelectMany(row => FirstAndLast(row.Taken).Select(one => Numbers(row.Row, one))),
                        column => column > 0)),
            ];
        }
    }

    private static IEnumerable<(int Epoch, HistogramFacts Histogram)> FirstAndLast(
        (int Epoch, HistogramFacts Histogram)[] taken) => taken.Length == 1 ? taken : [taken[0], taken[^1]];

    private static string[] Numbers(string row, (int Epoch, HistogramFacts Histogram) one) =>
    [
        row, one.Epoch.ToString(CultureInfo.InvariantCulture), Html.Count(one.Histogram.Count),
        Html.Value(one.Histogram.Least), Html.Value(one.Histogram.Quantile(0.25)),
        Html.Value(one.Histogram.Quantile(0.5)), Html.Value(one.Histogram.Quantile(0.75)),
        Html.Value(one.Histogram.Largest),
    ];

    // Half of the width of the quantizer's window, which the values are in; gradients are in none.
    private static double? Window(TrainingFacts facts, string kind, string row) => kind switch
    {
        HistogramTags.Weights => facts.Layers.FirstOrDefault(layer => layer.Name == row)?.Window,
        HistogramTags.PreActivations => facts.Layers.FirstOrDefault(layer => $"{layer.Name}.input" == row)
            ?.InputWindow,
        _ => null,
    };
}
