using System.Globalization;
using Larq.ModelBuilder.Running;
using Spectre.Console;

namespace Larq.ModelBuilder.Commands.Displays;

/// <summary>Results as tables.</summary>
internal static class ScoreText
{
    private const int MostClasses = 12;
    private const int MostColumns = 10;
    private const int BarLength = 24;

    /// <summary>Trainers beside each other.</summary>
    public static Table Of(IReadOnlyList<TrainerScore> scores)
    {
        var names = scores.SelectMany(score => score.Judgement.Values.Keys).Distinct().ToArray();
        var table = Plain().AddColumn("trainer");
        foreach (var name in (string[])[.. names, "bytes", "ms a row", "trained in"])
            table.AddColumn(new TableColumn(Markup.Escape(name)).RightAligned());
        foreach (var score in scores)
        {
            table.AddRow([
                Markup.Escape(score.Trainer),
                .. names.Select(name => Number(score.Judgement.Values.GetValueOrDefault(name), "F4")),
                Number(score.Bytes, "N0"), Number(score.MillisecondsPerRow, "F4"),
                score.FitSeconds is { } seconds ? Number(seconds, "F1") + " s" : ""]);
        }

        // A model alone is measured on rows that a person brings, who knows what they are.
        var which = scores.Count > 1 ? " that were not learned from" : "";
        return table.Title(FormattableString.Invariant($"On {scores[0].Judgement.Rows:N0} rows{which}"));
    }

    /// <summary>Which class was said of which.</summary>
    public static Spectre.Console.Rendering.IRenderable Of(Confusion confusion)
    {
        if (confusion.Classes.Length > MostClasses)
            return new Text($"{confusion.Classes.Length} classes: which were taken for which is in --json.\n");
        var table = Plain().AddColumn("is ╲ said");
        foreach (var name in confusion.Classes) table.AddColumn(new TableColumn(Markup.Escape(name)).RightAligned());
        foreach (var (actual, counts) in confusion.Counts.Index())
        {
            table.AddRow([
                Markup.Escape(confusion.Classes[actual]),
                .. counts.Select((count, said) => count == 0 ? "." : said == actual
                    ? $"[green]{count}[/]"
                    : $"[red]{count}[/]")]);
        }

        return table;
    }

    /// <summary>The columns that matter most, with bars.</summary>
    public static Grid Of(ColumnsWeighed weighed)
    {
        var grid = new Grid().AddColumns(3).AddRow(
            "[grey]column[/]", $"[grey]{Markup.Escape(weighed.Measure)} lost without it[/]", "");
        var most = Math.Max(weighed.Columns[0].Loss, 1e-9);
        foreach (var column in weighed.Columns.Take(MostColumns))
        {
            var bar = (int)Math.Round(Math.Clamp(column.Loss / most, 0, 1) * BarLength);
            grid.AddRow(
                Markup.Escape(column.Column), Number(column.Loss, "F4"), $"[green]{new string('█', bar)}[/]");
        }

        if (weighed.Columns.Length > MostColumns)
            grid.AddRow($"[grey]and {weighed.Columns.Length - MostColumns} more[/]", "", "");
        return grid;
    }

    /// <summary>Mean and spread of the folds.</summary>
    public static string Of(IReadOnlyList<Judgement> folds)
    {
        var names = folds[0].Values.Keys;
        var texts = names.Select(name =>
        {
            var values = folds.Select(fold => fold.Values[name]).OfType<double>().ToArray();
            if (values.Length == 0) return $"{name} unknown";
            var mean = values.Average();
            var spread = Math.Sqrt(values.Sum(value => Math.Pow(value - mean, 2)) / Math.Max(1, values.Length - 1));
            return string.Create(CultureInfo.InvariantCulture, $"{name} {mean:F4} ± {spread:F4}");
        });
        return $"Over {folds.Count} folds: {string.Join(", ", texts)}";
    }

    public static string Number(double? value, string format) =>
        value is { } known && !double.IsNaN(known) ? known.ToString(format, CultureInfo.InvariantCulture) : "";

    private static Table Plain() => new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
}
