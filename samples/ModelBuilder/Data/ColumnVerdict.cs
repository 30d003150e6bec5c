using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Data;

/// <summary>Makes of a column's profile its kind and purpose, and says why.</summary>
internal static class ColumnVerdict
{
    private const int FewValues = 20;
    private const int MostRepeatedWords = 1000;
    private const double AlmostAll = 0.95;
    private const int LeastRowsForIds = 20;

    private static readonly string[][] Pairs =
        [["true", "false"], ["yes", "no"], ["y", "n"], ["t", "f"], ["on", "off"]];

    /// <summary>The verdict.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="index">Its place.</param>
    /// <param name="profile">All of its cells.</param>
    /// <param name="decimalMarker">The file's.</param>
    public static ColumnFacts Of(string name, int index, ColumnProfile profile, char decimalMarker)
    {
        var (kind, purpose, reason, format) = Judge(name, profile, decimalMarker);
        var bad = Others(profile, decimalMarker);
        return new ColumnFacts(name, index, kind, purpose, reason)
        {
            Format = format,
            Values = profile.Values,
            Missing = profile.Missing,
            Distinct = profile.Distinct,
            Example = profile.Example,
            Counts = [.. profile.Counts.OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key, StringComparer.Ordinal)],
            FirstPadded = profile.FirstPadded,
            Infinite = kind == ColumnKind.Number ? Infinite(profile) : default,
            NotNumbers = bad.Count,
            FirstNotNumber = bad.First,
        };
    }

    private static (ColumnKind Kind, Purpose Purpose, string Reason, string? Format) Judge(
        string name, ColumnProfile profile, char decimalMarker)
    {
        var (values, distinct) = (profile.Values, profile.Distinct);
        if (values == 0) return (ColumnKind.Text, Purpose.Ignore, "no row has a value", null);
        if (profile.Dates.Fitting.FirstOrDefault() is { } format)
        {
            return (
                ColumnKind.Date, distinct > 1 ? Purpose.Feature : Purpose.Ignore, DateReason(profile, format), format);
        }

        var numbers = values - Others(profile, decimalMarker).Count;
        var kind = numbers == values ? ColumnKind.Number : Words(profile);
        if (distinct == 1 && profile.Missing == 0)
            return (kind, Purpose.Ignore, $"'{profile.Example}' in every row: nothing to learn from", null);
        if (numbers == values) return Number(name, profile);
        if (numbers >= AlmostAll * values && distinct > FewValues)
        {
            return (ColumnKind.Number, Purpose.Feature,
                $"numbers but for {values - numbers} of {values} cells, which are read as missing", null);
        }

        return kind switch
        {
            ColumnKind.Boolean => (kind, Purpose.Feature, $"{Both(profile)} and nothing else", null),
            ColumnKind.Category => (kind, Purpose.Feature,
                $"{Count(distinct, "word")} that come again and again", null),
            ColumnKind.Text => (kind, Purpose.Ignore,
                $"free text, {Count(distinct, "different value")}: read only when asked for, "
                + $"--column {Quoted(name)}:text", null),
            _ => (ColumnKind.Category, Purpose.Ignore, Unique(name, profile), null),
        };
    }

    private static (ColumnKind, Purpose, string, string?) Number(string name, ColumnProfile profile)
    {
        var (values, distinct) = (profile.Values, profile.Distinct);
        var whole = profile.Shapes[(int)NumberShape.Whole] == values;
        if (whole && distinct == values && values >= LeastRowsForIds && profile.Missing == 0
            && (profile.CountsUp || IsNamedLikeId(name)))
        {
            return (ColumnKind.Number, Purpose.Ignore,
                (profile.CountsUp ? "counts the rows" : "a different number in each row, and named like one")
                + $": says nothing of a new row; --column {Quoted(name)}:number uses it", null);
        }

        var range = FormattableString.Invariant($"{profile.Least:G6} to {profile.Most:G6}");
        if (!whole) return (ColumnKind.Number, Purpose.Feature, $"numbers from {range}", null);
        return (ColumnKind.Number, Purpose.Feature,
            distinct is > 2 and <= FewValues && values >= 2 * distinct
                ? $"whole numbers from {range}, {distinct} different: if they are codes, --column "
                    + $"{Quoted(name)}:category"
                : $"whole numbers from {range}", null);
    }

    private static string DateReason(ColumnProfile profile, string format)
    {
        // Two digits fit where one may stand, and mean the same.
        var others = profile.Dates.Fitting.DistinctBy(Short).Skip(1).ToArray();
        return others.Length == 0
            ? $"every value is a date, {format}"
            : $"every value is a date, {format}; it may be {others[0]} as well: --column name:date={others[0]}";
    }

    private static string Short(string format) => format.Replace("dd", "d", StringComparison.Ordinal)
        .Replace("MM", "M", StringComparison.Ordinal).Replace("HH", "H", StringComparison.Ordinal);

    // What the words of a column are; null where hardly one comes twice and they are no text either.
    private static ColumnKind Words(ColumnProfile profile)
    {
        if (IsPair(profile)) return ColumnKind.Boolean;
        var (values, distinct) = (profile.Values, profile.Distinct);
        if (distinct <= FewValues / 2 || (distinct <= MostRepeatedWords && distinct * 2 <= values))
            return ColumnKind.Category;
        return profile.Length.Blanks >= 2 * values || profile.Length.Letters >= 40 * values
            ? ColumnKind.Text
            : (ColumnKind)(-1);
    }

    private static bool IsPair(ColumnProfile profile) => profile.Distinct is >= 1 and <= 4 && Pairs.Any(pair =>
        profile.Counts.Keys.All(word => pair.Contains(word, StringComparer.OrdinalIgnoreCase)))
        && profile.Counts.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() == 2;

    private static string Unique(string name, ColumnProfile profile)
    {
        var grouped = profile.FirstOf[(int)NumberShape.Grouped];
        if (profile.Shapes[(int)NumberShape.Grouped] > 0)
        {
            return $"numbers with marks between thousands, as '{grouped.Text}' in line {grouped.Line}, are not read: "
                + "take the marks out of the file";
        }

        return profile.Distinct == profile.Values
            ? "a different word in every row, like a name or an id: says nothing of a new row"
            : $"{profile.Distinct} different words in {profile.Values} rows, too many to learn from; "
                + $"--column {Quoted(name)}:category uses it";
    }

    private static string Both(ColumnProfile profile) => string.Join(" and ", profile.Counts
        .OrderByDescending(pair => pair.Value).Select(pair => pair.Key).Take(2).Select(word => $"'{word}'"));

    private static (long Count, (string Text, long Line) First) Others(ColumnProfile profile, char decimalMarker)
    {
        // A column of whole numbers with marks before three digits only has thousands marked.
        var wrong = decimalMarker == '.' ? NumberShape.Comma : NumberShape.Point;
        // And where nothing has a bound, inf is a word.
        var infinite = profile.Shapes[(int)NumberShape.Infinite];
        NumberShape[] shapes = infinite < profile.Values
            ? [NumberShape.None, NumberShape.Grouped, wrong]
            : [NumberShape.None, NumberShape.Grouped, wrong, NumberShape.Infinite];
        var first = shapes.Where(shape => profile.Shapes[(int)shape] > 0)
            .Select(shape => profile.FirstOf[(int)shape]).OrderBy(one => one.Line).FirstOrDefault();
        return (shapes.Sum(shape => profile.Shapes[(int)shape]), first);
    }

    private static (long Count, string Text, long Line) Infinite(ColumnProfile profile)
    {
        var (text, line) = profile.FirstOf[(int)NumberShape.Infinite];
        return (profile.Shapes[(int)NumberShape.Infinite], text, line);
    }

    private static bool IsNamedLikeId(string name)
    {
        string[] ends = ["id", "nr", "no", "number", "key", "index", "uuid", "guid", "code"];
        var words = name.Split(['_', ' ', '-', '.'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 && (ends.Contains(words[^1], StringComparer.OrdinalIgnoreCase)
            || name.EndsWith("Id", StringComparison.Ordinal) || name.EndsWith("ID", StringComparison.Ordinal));
    }

    private static string Count(long count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static string Quoted(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? name : $"'{name}'";
}
