using System.Xml.Linq;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Summary;

namespace Microsoft.ML.Larq.Reports;

/// <summary>The network: what its layers take, how their weights start and learn, and how they were packed.</summary>
internal static class NetworkSection
{
    public static IEnumerable<XElement?> Of(ReportContent content)
    {
        yield return Html.Tag(
            "section", null,
            Html.Tag("h2", null, "Network"),
            Layers(content),
            Html.Tag("div", "side", Html.Table(
                ["Total", ""], Totals(content).Select(total => (string[])[total.Name, total.Value]),
                column => column == 1)));
        yield return Weights(content);
        yield return Packed(content);
    }

    /// <summary>
    /// The summary's totals; multiply-accumulates as the packed engine runs them, for a layer may get bits without a
    /// quantizer of its own, from a thermometer, which the summary does not see.
    /// </summary>
    public static IEnumerable<(string Name, string Value)> Totals(ReportContent content) =>
    [
        .. SummaryTables.TotalCells(content.Summary)
            .Where(total => !total.Name.Contains("MACs", StringComparison.Ordinal)),
        ("MACs a row", SummaryFormat.Count(content.Packed.Macs)),
        ("MACs on packed bits", SummaryFormat.Count(content.Packed.PackedMacs)),
        ("Share of MACs on packed bits", content.Packed.Macs == 0
            ? "–"
            : Html.Percent((double)content.Packed.PackedMacs / content.Packed.Macs)),
    ];

    private static XElement Layers(ReportContent content)
    {
        var summary = content.Summary;
        var bits = summary.Weights.Keys.ToArray();
        var packed = content.Packed.Layers.DistinctBy(layer => layer.Name).ToDictionary(layer => layer.Name);
        return Html.Table(
            ["Layer", "Class", "Outputs", .. bits.Select(width => $"# {width}-bit"), "Memory (kB)", "MACs", "On"],
            [
                .. summary.Layers.Select(layer => (string[])
                [
                    layer.Name, layer.ClassName, layer.Outputs,
                    .. bits.Select(width => SummaryFormat.Whole(layer.Weights.GetValueOrDefault(width))),
                    SummaryFormat.Kibibytes(layer.MemoryBits),
                    .. packed.TryGetValue(layer.Name, out var its) && its.Macs > 0
                        ? (string[])[Html.Count(its.Macs), On(its.IsPacked)]
                        : ["0", ""],
                ]),
                [
                    "Total", "", "", .. summary.Weights.Values.Select(count => SummaryFormat.Whole(count)),
                    SummaryFormat.Kibibytes(summary.MemoryBits), Html.Count(content.Packed.Macs),
                    $"{Html.Count(content.Packed.PackedMacs)} on bits",
                ],
            ],
            column => column > 2 && column < bits.Length + 5, totals: true);
    }

    private static string On(bool isPacked) => isPacked ? "packed bits" : "floats";

    // Kernels, and whatever else a quantizer or a freeze makes worth a look.
    private static XElement? Weights(ReportContent content)
    {
        string[][] rows =
        [
            .. content.Network.Layers.SelectMany(layer => (string[][])
            [
                .. layer.Kind.Input is { } input ? (string[][])[InputRow(layer, input)] : [],
                .. layer.Weights.Where(IsShown).Select(
                    weight => WeightRow(layer, weight, content.ClipsLatentWeights)),
            ]),
        ];
        return rows.Length == 0 ? null : Html.Tag(
            "section", null,
            Html.Tag("h2", null, "Quantizers and kernels"),
            Html.Tag(
                "p", null,
                "The window is the |x| beyond which no gradient passes; latent weights are held within it, or within a "
                + "constraint, after every step."),
            Html.Table(
                ["Layer", "Of", "Quantizer", "Window", "Initializer", "Held within", "Trainable"],
                rows,
                column => false));
    }

    private static bool IsShown(WeightSpec weight) => weight.IsKernel || weight.Quantizer is not null;

    private static string[] InputRow(Layer layer, Quantizer input) =>
        [layer.Name, "input", input.ToString(), Window(input), "", "", ""];

    private static string[] WeightRow(Layer layer, WeightSpec weight, bool? clips) =>
    [
        layer.Name, weight.Name, weight.Quantizer?.ToString() ?? "–", Window(weight.Quantizer),
        weight.Initializer.ToString(),
        weight.Constraint?.ToString() ?? (weight.Quantizer is { Precision: 1, Window: not null } quantizer
            ? clips switch { true => Window(quantizer), false => "nothing", _ => "not known" }
            : "–"),
        weight.Trainable ? "yes" : "no",
    ];

    private static string Window(Quantizer? quantizer) =>
        quantizer?.Window is { } window ? $"±{Html.Value(window)}" : "–";

    private static XElement Packed(ReportContent content)
    {
        var report = content.Packed;
        return Html.Tag(
            "section", null,
            Html.Tag("h2", null, "Packed model"),
            Html.Tag("p", null, $"Packed against trained scores: {content.Agreement}."),
            Html.Table(
                ["Layer", "Class", "Runs", "Kernel", "Weights (B)", "MACs", "Why"],
                [
                    .. report.Layers.Select(layer => (string[])
                    [
                        layer.Name, layer.ClassName, layer.IsPacked.ToString(), layer.Kernel,
                        Html.Count(layer.WeightBytes), Html.Count(layer.Macs), layer.Why,
                    ]),
                    [
                        "Total", "", "", "", Html.Count(report.WeightBytes), Html.Count(report.Macs),
                        $"{Html.Count(report.PackedMacs)} MACs packed",
                    ],
                ],
                column => column is 4 or 5,
                totals: true));
    }
}
