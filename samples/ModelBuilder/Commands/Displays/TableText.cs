using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;
using Spectre.Console;

namespace Larq.ModelBuilder.Commands.Displays;

/// <summary>What was found in a table.</summary>
internal static class TableText
{
    private const int MostColumns = 60;
    private const int MostClasses = 10;

    public static Rows Of(DataRead data)
    {
        var facts = data.Facts;
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey)
            .AddColumns("#", "column", "type", "purpose", "example", "missing", "why");
        var shown = data.Columns.Length <= MostColumns ? data.Columns : data.Columns[..MostColumns];
        foreach (var column in shown)
        {
            var found = facts.Columns[column.Index];
            table.AddRow(
                $"{column.Index}", Markup.Escape(column.Name), Type(column), PurposeText(column.Purpose),
                Markup.Escape(Short(found.Example)), found.Missing == 0 ? "" : $"{found.Missing}",
                Markup.Escape(column.Reason));
        }

        var lines = new List<Spectre.Console.Rendering.IRenderable>
        {
            new Markup($"[bold]{Markup.Escape(facts.Path)}[/]: {facts.Rows:N0} rows, {facts.Columns.Length} columns"),
            new Text($"  separator  {facts.SeparatorReason}"),
            new Text($"  header     {facts.HeaderReason}"),
            new Text($"  decimals   {facts.DecimalReason}"),
            table,
        };
        if (shown.Length < data.Columns.Length)
        {
            var rest = data.Columns[MostColumns..].GroupBy(column => (column.Purpose, column.Kind))
                .Select(group => $"{group.Count()} {group.Key.Kind} {group.Key.Purpose}".ToLowerInvariant());
            lines.Add(new Text($"  and {string.Join(", ", rest)} (all in --json)"));
        }

        if (data.Classes.Length > 0) lines.Add(new Text($"  classes    {Classes(data.Classes)}"));
        var used = data.Columns.Where(column => column.Purpose == Purpose.Feature)
            .Select(column => column.Name).ToArray();
        if (data.Columns.Any(column => column.Purpose == Purpose.Label))
            lines.Add(new Text($"  predicted from {used.Length} columns: {Short(string.Join(", ", used), 400)}"));
        return new Rows(lines);
    }

    /// <summary>Classes and their rows.</summary>
    public static string Classes(IReadOnlyList<ClassCount> classes)
    {
        var shown = string.Join(", ", classes.Take(MostClasses).Select(one => $"{one.Name} ({one.Rows:N0})"));
        return classes.Count <= MostClasses ? shown : $"{shown} and {classes.Count - MostClasses} more";
    }

    private static string Type(RecipeColumn column) => Markup.Escape(
        column is { Kind: ColumnKind.Date, Format: { } format }
        ? $"date, {format}"
        : column.Kind.ToString().ToLowerInvariant());

    private static string PurposeText(Purpose purpose) => purpose switch
    {
        Purpose.Label => "[bold green]label[/]",
        Purpose.Ignore => "[yellow]ignored[/]",
        _ => purpose.ToString().ToLowerInvariant(),
    };

    private static string Short(string text, int most = 24)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= most ? line : line[..(most - 1)] + "…";
    }
}
