using Microsoft.ML.Larq;
using Spectre.Console;

namespace QuickStart.Display;

/// <summary>What the loaded model runs on bits, what in float, and how small that makes it.</summary>
internal static class PackedReportTable
{
    public static Rows Of(BinarizedNetworkTransformer model, FileInfo file)
    {
        var report = model.Packed.Report;
        var table = new Table().Border(TableBorder.Simple).BorderColor(Color.Grey30)
            .AddColumn("layer").AddColumn("in")
            .AddColumn(new TableColumn("bytes").RightAligned().PadLeft(0))
            .AddColumn(new TableColumn("float32").RightAligned().PadLeft(0))
            .AddColumn("why");
        foreach (var layer in report.Layers.Where(layer => layer.Macs > 0))
        {
            var runs = layer.IsPacked ? "[green]bits[/]" : "float";
            AddRow(layer.Name, runs, layer.WeightBytes, Float32(model, layer.Name), layer.Why);
        }

        var others = report.Layers.Where(layer => layer.Macs == 0).ToArray();
        var bytesOfOthers = others.Sum(layer => layer.WeightBytes);
        AddRow("the others", "float", bytesOfOthers, others.Sum(layer => Float32(model, layer.Name)), "");

        var floats = report.Layers.Sum(layer => Float32(model, layer.Name));
        return new Rows(
            table,
            new Markup(
                $"[bold]{Number(report.WeightBytes)} B[/] of weights where float32 has {Number(floats)} B: "
                + $"[bold green]{(double)floats / report.WeightBytes:F1} times smaller[/]; "
                + $"{(double)report.PackedMacs / report.Macs:P0} of the multiplications run on bits."),
            new Markup($"Packed against trained: {model.Agreement.ToString().EscapeMarkup()}."),
            new Markup($"Saved as [bold]{file.Name}[/], {Number(file.Length)} B, training history included."));

        void AddRow(string name, string runs, long bytes, long float32, string why) =>
            table.AddRow(name, runs, Number(bytes), Number(float32), $"[grey]{why.EscapeMarkup()}[/]");
    }

    private static long Float32(BinarizedNetworkTransformer model, string layer) =>
        model.Network[layer].Weights.Sum(weight => (long)weight.Shape.Size * sizeof(float));

    private static string Number(long bytes) => FormattableString.Invariant($"{bytes:N0}");
}
