using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Data;

/// <summary>What a person should know of single columns.</summary>
internal static class ColumnFindings
{
    private const double Mostly = 0.5;
    private const double SomeNumbers = 0.5;

    public static IEnumerable<Finding> Of(IEnumerable<ColumnFacts> columns, long rows)
    {
        foreach (var column in columns)
        {
            if (column.NotNumbers > 0 && column.NotNumbers < column.Values && column.Kind != ColumnKind.Date)
            {
                var (text, line) = column.FirstNotNumber;
                var numbers = column.Values - column.NotNumbers;
                if (column.Kind == ColumnKind.Number)
                {
                    yield return new(
                        Severity.Warning,
                        $"{column.NotNumbers} of {column.Values} cells are no numbers, the first is '{text}'; they are "
                        + "read as missing. If that is what they mean, say --missing to be sure")
                    { Column = column.Name, Line = line };
                }
                else if (numbers > SomeNumbers * column.Values)
                {
                    yield return new(
                        Severity.Warning,
                        $"{numbers} of {column.Values} cells are numbers, but '{text}' is none, so the column is taken "
                        + $"for words. If it stands for a missing value: --missing '{text}'")
                    { Column = column.Name, Line = line };
                }
            }

            if (column.Infinite is { Count: > 0 } infinite)
            {
                yield return new(
                    Severity.Warning,
                    $"{infinite.Count} of {column.Values} cells are infinite or above 3.4e38, the first is "
                    + $"'{infinite.Text}'; as features they are read as missing")
                { Column = column.Name, Line = infinite.Line };
            }

            if (column is { FirstPadded: { } padded, Kind: ColumnKind.Category or ColumnKind.Boolean })
            {
                yield return new(
                    Severity.Warning,
                    $"the cell '{padded.Text}' ends with a blank: with and without one are two words to ML.NET")
                { Column = column.Name, Line = padded.Line };
            }

            if (column.Missing > Mostly * rows && column.Values > 0)
            {
                yield return new(
                    Severity.Warning, $"{column.Missing} of {rows} cells are empty")
                { Column = column.Name };
            }
        }
    }
}
