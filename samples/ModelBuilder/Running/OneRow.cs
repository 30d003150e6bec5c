using System.Text;
using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Running;

/// <summary>A row that a person says cell by cell, as a file of one line.</summary>
internal static class OneRow
{
    /// <summary>The recipe that reads the line, and the line.</summary>
    /// <exception cref="UsageException">A cell is not what its column holds.</exception>
    public static (Recipe Recipe, string Line) Of(Recipe recipe, IReadOnlyDictionary<int, string> values)
    {
        var used = recipe.Columns.Where(column => column.Purpose is Purpose.Feature or Purpose.Label).ToArray();
        var line = new StringBuilder();
        var columns = new List<RecipeColumn>();
        foreach (var (place, column) in used.Index())
        {
            if (place > 0) line.Append(',');
            line.Append(Cell(column, values.GetValueOrDefault(column.Index, ""), recipe.Loading!));
            columns.Add(column with { Index = place });
        }

        return (recipe with
        {
            Columns = [.. columns],
            Loading = new Loading(',', HasHeader: false, '.', Quoted: true, recipe.Loading!.Missing),
        }, line.Append('\n').ToString());
    }

    private static string Cell(RecipeColumn column, string value, Loading loading)
    {
        var cell = value.Trim();
        if (column.Kind == ColumnKind.Number && column.Purpose == Purpose.Feature)
        {
            if (new MissingWords(loading.Missing).Contains(cell)) return cell;
            return NumberText.Shape(cell) switch
            {
                NumberShape.Whole or NumberShape.Point => cell,
                NumberShape.Comma => cell.Replace(',', '.'),
                _ => throw new UsageException($"Column '{column.Name}' is a number, got '{value}'."),
            };
        }

        if (column is { Kind: ColumnKind.Date, Format: { } format } && cell.Length > 0 && !DateText.Fits(cell, format))
            throw new UsageException($"Column '{column.Name}' is a date written as {format}, got '{value}'.");
        return $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
