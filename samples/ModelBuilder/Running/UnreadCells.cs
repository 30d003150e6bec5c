using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Running;

/// <summary>Cells of another file that are not what the model learned from, and so are missing to it.</summary>
internal static class UnreadCells
{
    /// <summary>A finding for each column with such cells, of the values that come most often.</summary>
    /// <param name="recipe">The model's, with the file's places.</param>
    /// <param name="facts">The file.</param>
    public static IEnumerable<Finding> Of(Recipe recipe, TableFacts facts)
    {
        var loading = recipe.Loading!;
        var missing = new MissingWords(loading.Missing);
        foreach (var column in recipe.Features)
        {
            if (facts.Columns.FirstOrDefault(other => other.Index == column.Index) is not { } other) continue;
            if (Wanted(column, loading) is not var (isRead, what)) continue;
            var unread = other.Counts.Where(cell => !missing.Contains(cell.Key.Trim()) && !isRead(cell.Key.Trim()))
                .ToArray();
            if (unread.Length == 0) continue;
            yield return new Finding(
                Severity.Warning,
                $"'{unread[0].Key}' is no {what}{Others(unread.Sum(cell => (long)cell.Value) - 1)}: taken as missing")
            {
                Column = column.Name,
            };
        }
    }

    private static string Others(long count) => count == 0 ? "" : $", nor are {count} cells more";

    private static (Func<string, bool> IsRead, string What)? Wanted(RecipeColumn column, Loading loading) =>
        column switch
        {
            { Kind: ColumnKind.Number } => (
                cell => NumberText.Shape(cell) is var shape && (shape == NumberShape.Whole
                    || shape == (loading.DecimalMarker == ',' ? NumberShape.Comma : NumberShape.Point)),
                $"number with '{loading.DecimalMarker}' as its decimal mark"),
            { Kind: ColumnKind.Date, Format: { } format } => (
                cell => DateText.Fits(cell, format), $"date written as {format}"),
            _ => null,
        };
}
