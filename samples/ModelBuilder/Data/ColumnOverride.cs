using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Data;

/// <summary>What a person says of a column, against what was found in it.</summary>
internal static class ColumnOverride
{
    /// <exception cref="DataException">No cell of the column is of the kind that was said.</exception>
    public static RecipeColumn Of(RecipeColumn column, ColumnFacts facts, ColumnChoice choice)
    {
        var kind = choice.Kind ?? column.Kind;
        var format = choice.Format ?? facts.Format;
        if (kind == ColumnKind.Number && facts.NotNumbers == facts.Values && facts.Values > 0)
        {
            throw Refused(
                column, "number", $"no cell is a number, the first is '{facts.FirstNotNumber.Text}'",
                facts.FirstNotNumber.Line);
        }

        if (kind == ColumnKind.Date && format is null)
        {
            throw Refused(
                column, "date",
                $"the cells do not all keep to one format of {string.Join(", ", DateFormats.All)}; the first is "
                + $"'{facts.Example}'. --column '{column.Name}:date=FORMAT' reads what is in FORMAT and misses "
                + "the rest",
                null);
        }

        // Who says what a column is wants it used, unless it says otherwise.
        var purpose = choice.Purpose ?? (column.Purpose == Purpose.Ignore ? Purpose.Feature : column.Purpose);
        var said = string.Join(", ", new[] { choice.Kind?.ToString(), choice.Purpose?.ToString() }
            .OfType<string>().Select(word => word.ToLowerInvariant()));
        return column with
        {
            Kind = kind,
            Purpose = purpose,
            Format = kind == ColumnKind.Date ? format : null,
            Reason = $"{said}, as you said",
        };
    }

    private static DataException Refused(RecipeColumn column, string kind, string why, long? line) => new(
        $"Column '{column.Name}' is no {kind}.",
        [new Finding(Severity.Error, why) { Column = column.Name, Line = line }]);
}
