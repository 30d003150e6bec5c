using Microsoft.ML.Data;
using Spectre.Console;

namespace QuickStart.Display;

/// <summary>How the trained model does on the rows that it was not trained on.</summary>
internal static class TestReport
{
    public static Rows Of(MulticlassClassificationMetrics metrics) => new(
        new Markup(
            $"Test accuracy [bold green]{Bars.Number(metrics.MicroAccuracy, "P2")}[/]"
            + $" (mean over the digits {Bars.Number(metrics.MacroAccuracy, "P2")}),"
            + $" log loss [bold]{Bars.Number(metrics.LogLoss, "F4")}[/]"),
        Confusion(metrics.ConfusionMatrix));

    private static Table Confusion(ConfusionMatrix confusion)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey30).AddColumn("is ╲ said");
        foreach (var said in Enumerable.Range(0, confusion.NumberOfClasses))
            table.AddColumn(new TableColumn($"{said}").RightAligned());
        foreach (var (actual, counts) in confusion.Counts.Index())
            table.AddRow([$"{actual}", .. counts.Select((count, said) => Cell((int)count, said == actual))]);
        return table;
    }

    private static string Cell(int count, bool right) => (count, right) switch
    {
        (0, _) => "[grey30]·[/]",
        (_, true) => $"[green]{count}[/]",
        _ => $"[bold red]{count}[/]",
    };
}
