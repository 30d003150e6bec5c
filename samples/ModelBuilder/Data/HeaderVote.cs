namespace Larq.ModelBuilder.Data;

/// <summary>Whether the first line of a file names the columns, by what the other lines hold.</summary>
/// <param name="HasHeader">What the votes came to.</param>
/// <param name="Reason">Why.</param>
internal sealed record HeaderVote(bool HasHeader, string Reason)
{
    private const int FewValues = 20;

    /// <summary>The vote of all columns.</summary>
    /// <param name="rows">The first rows of the file, the one in question among them.</param>
    /// <param name="missing">What stands for a missing value.</param>
    /// <param name="said">What a person said; null for nothing.</param>
    public static HeaderVote Of(IReadOnlyList<string[]> rows, MissingWords missing, bool? said)
    {
        if (said is { } told) return new(told, told ? "yes, as you said" : "no, as you said");
        if (rows.Count == 0) return new(false, "no: there is no line");
        var first = rows[0];
        if (first.Select((cell, column) => (cell, column)).Where(one => IsValue(one.cell)).Select(one => one.column)
                .ToArray() is [var number, ..])
        {
            return new(false, $"no: the first line has a value, '{first[number]}', in column {number}");
        }

        if (rows.Count == 1) return new(true, "yes: the file's one line holds no number");
        var (yes, no) = (new List<int>(), new List<int>());
        for (var column = 0; column < first.Length; column++)
        {
            var others = rows.Skip(1).Where(row => row.Length > column).Select(row => row[column])
                .Where(cell => !missing.Contains(cell)).ToArray();
            if (others.Length == 0 || missing.Contains(first[column])) continue;
            if (others.All(IsValue)) yes.Add(column);
            else if (others.Contains(first[column], StringComparer.Ordinal)) no.Add(column);
            else if (others.Distinct(StringComparer.Ordinal).Count() is var values && values <= FewValues
                && others.Length >= 2 * values) yes.Add(column);
        }

        if (first.Distinct(StringComparer.OrdinalIgnoreCase).Count() < first.Length && no.Count > 0)
            return new(false, "no: the first line has the same word twice, and other lines have it too");
        return (yes, no) switch
        {
            ([], []) => new(true, "yes: the first line holds no number; say --has-header false if it is a row"),
            (_, []) => new(true, $"yes: '{first[yes[0]]}' is unlike all that stands below it"),
            ([], _) => new(false, $"no: '{first[no[0]]}' comes again further down"),
            _ when yes.Count >= no.Count => new(
                true, $"yes: {yes.Count} columns are unlike their first line, {no.Count} hold it again"),
            _ => new(false, $"no: {no.Count} columns hold their first line's word again, {yes.Count} do not"),
        };
    }

    private static bool IsValue(string cell) =>
        NumberText.Shape(cell) != NumberShape.None || DateText.IsDate(cell);
}
