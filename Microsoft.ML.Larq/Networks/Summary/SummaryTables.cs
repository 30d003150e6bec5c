using System.Text;

namespace Microsoft.ML.Larq.Networks.Summary;

/// <summary>A summary as Larq's two tables: as cells, and drawn with lines.</summary>
internal static class SummaryTables
{
    /// <summary>Heading, one row per layer and a row of totals, all with the same columns.</summary>
    public static string[][] LayerCells(NetworkSummary summary)
    {
        var (bits, precisions) = (summary.Weights.Keys.ToArray(), summary.MacsByPrecision.Keys.ToArray());
        return
        [
            [
                "Layer", "Input prec. (bit)", "Outputs", .. bits.Select(width => $"# {width}-bit x 1"), "Memory (kB)",
                .. precisions.Select(precision => $"{precision}-bit MACs"),
            ],
            .. summary.Layers.Select(layer => (string[])
            [
                layer.Name,
                layer.InputPrecision is { } input ? SummaryFormat.Whole(input) : "-",
                layer.Outputs,
                .. bits.Select(width => SummaryFormat.Whole(layer.Weights.GetValueOrDefault(width))),
                SummaryFormat.Kibibytes(layer.MemoryBits),
                .. precisions.Select(precision => SummaryFormat.Whole(
                    layer.MacsByPrecision is { } macs ? macs.GetValueOrDefault(precision) : null)),
            ]),
            [
                "Total", "", "", .. summary.Weights.Values.Select(count => SummaryFormat.Whole(count)),
                SummaryFormat.Kibibytes(summary.MemoryBits),
                .. summary.MacsByPrecision.Values.Select(count => SummaryFormat.Whole(count)),
            ],
        ];
    }

    /// <summary>Name and value of each total.</summary>
    public static (string Name, string Value)[] TotalCells(NetworkSummary summary) =>
    [
        ("Total params", SummaryFormat.Count(summary.Parameters)),
        ("Trainable params", SummaryFormat.Count(summary.TrainableParameters)),
        ("Non-trainable params", SummaryFormat.Count(summary.NonTrainableParameters)),
        ("Model size", SummaryFormat.Memory(summary.MemoryBits)),
        ("Model size (8-bit FP weights)", SummaryFormat.Memory(summary.Int8MemoryBits)),
        ("Float-32 Equivalent", SummaryFormat.Memory(summary.Float32MemoryBits)),
        ("Compression Ratio of Memory", SummaryFormat.Ratio(summary.MemoryRatio, 2)),
        ("Number of MACs", SummaryFormat.Count(summary.Macs)),
        .. Share("binarized", summary.BinarizedMacRatio),
        .. Share("ternarized", summary.TernarizedMacRatio),
    ];

    public static string Layers(NetworkSummary summary) => Draw(LayerCells(summary), heading: true);

    public static string Totals(NetworkSummary summary) =>
        Draw([.. TotalCells(summary).Select(total => (string[])[total.Name, total.Value])], heading: false);

    private static (string Name, string Value)[] Share(string what, double ratio) =>
        ratio > 0 ? [($"Ratio of MACs that are {what}", SummaryFormat.Ratio(ratio, 4))] : [];

    private static string Draw(string[][] rows, bool heading)
    {
        var widths = Enumerable.Range(0, rows[0].Length)
            .Select(column => rows.Max(row => row[column].Length)).ToArray();
        var line = $"+{string.Join('+', widths.Select(width => new string('-', width + 2)))}+";
        var text = new StringBuilder().AppendLine(line);
        foreach (var (number, row) in rows.Index())
        {
            // The totals stand below a line of their own, as the heading stands above one.
            if (heading && number == rows.Length - 1) text.AppendLine(line);
            text.Append('|').AppendJoin('|', row.Select((cell, column) =>
                $" {(column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))} ")).AppendLine("|");
            if (heading && number == 0) text.AppendLine(line);
        }

        return text.AppendLine(line).ToString();
    }
}
