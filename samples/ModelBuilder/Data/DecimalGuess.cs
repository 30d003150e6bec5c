namespace Larq.ModelBuilder.Data;

/// <summary>The decimal mark of a file.</summary>
internal sealed record DecimalGuess(char Marker, string Reason)
{
    /// <summary>The mark that makes more columns numbers; a point unless commas do.</summary>
    public static DecimalGuess Of(IReadOnlyList<ColumnProfile> columns, char separator, char? said)
    {
        if (said is { } told) return new(told, $"{Name(told)}, as you said");
        if (separator == ',' && !columns.Any(column => column.Shapes[(int)NumberShape.Comma] > 0))
            return new('.', "point: the comma separates");
        var points = columns.Count(column => Makes(column, NumberShape.Point, NumberShape.Comma));
        var commas = columns.Where(column => Makes(column, NumberShape.Comma, NumberShape.Point)).ToArray();
        if (commas.Length > points && separator != ',')
        {
            var (text, line) = commas[0].FirstOf[(int)NumberShape.Comma];
            return new(',', $"comma: numbers as '{text}' in line {line}");
        }

        var shown = columns.FirstOrDefault(column => column.Shapes[(int)NumberShape.Point] > 0)
            ?.FirstOf[(int)NumberShape.Point];
        return new(
            '.', shown is { } point ? $"point: numbers as '{point.Text}' in line {point.Line}" : "point: as usual");
    }

    private static string Name(char marker) => marker == '.' ? "point" : "comma";

    // A column that the mark makes one of numbers, and in which not all marks may be of thousands.
    private static bool Makes(ColumnProfile column, NumberShape mine, NumberShape other)
    {
        var fractions = column.Shapes[(int)mine];
        return fractions > 0 && fractions > column.MayBeGrouped && column.Shapes[(int)other] == 0
            && fractions + column.Shapes[(int)NumberShape.Whole] >= 0.95 * column.Values;
    }
}
