using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Data;

/// <summary>
/// What a person says of one column: <c>name:type</c>, <c>name:purpose</c> or <c>name:type:purpose</c>.
/// </summary>
/// <param name="Column">The column's name or number.</param>
/// <param name="Kind">Its kind, or null: as found.</param>
/// <param name="Format">How a date is written, or null: as found.</param>
/// <param name="Purpose">Its purpose, or null.</param>
internal sealed record ColumnChoice(string Column, ColumnKind? Kind, string? Format, Purpose? Purpose)
{
    /// <summary>The column's number, where it is known; then its name is not looked at.</summary>
    public int? Index { get; init; }

    private const string DateIs = "date=";

    private static readonly Dictionary<string, ColumnKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["number"] = ColumnKind.Number,
        ["boolean"] = ColumnKind.Boolean,
        ["category"] = ColumnKind.Category,
        ["text"] = ColumnKind.Text,
        ["date"] = ColumnKind.Date,
    };

    private static readonly Dictionary<string, Purpose> Purposes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["feature"] = Recipes.Purpose.Feature,
        ["label"] = Recipes.Purpose.Label,
        ["weight"] = Recipes.Purpose.Weight,
        ["ignore"] = Recipes.Purpose.Ignore,
    };

    /// <exception cref="UsageException">It is none of the three.</exception>
    public static ColumnChoice Parse(string text)
    {
        // Names and formats of dates may have colons themselves: what is known is taken from the end.
        var (rest, purpose, kind, format) = (text, default(Purpose?), default(ColumnKind?), default(string));
        if (Last(rest) is { } last && Purposes.TryGetValue(last, out var said)) (rest, purpose) = (Before(rest), said);
        var date = rest.LastIndexOf(":" + DateIs, StringComparison.OrdinalIgnoreCase);
        if (date > 0)
        {
            (rest, kind, format) = (rest[..date], ColumnKind.Date, rest[(date + 1 + DateIs.Length)..]);
            if (!DateFormats.All.Contains(format))
            {
                throw new UsageException(
                    $"--column {text}: a date's format is one of {string.Join(", ", DateFormats.All)}, got "
                    + $"'{format}'.");
            }
        }
        else if (Last(rest) is { } type && Kinds.TryGetValue(type, out var known))
        {
            (rest, kind) = (Before(rest), known);
        }

        return rest.Length > 0 && (purpose is not null || kind is not null)
            ? new ColumnChoice(rest, kind, format, purpose)
            : throw new UsageException(
                $"--column takes NAME:TYPE, NAME:PURPOSE or NAME:TYPE:PURPOSE, got '{text}'. Types are "
                + $"{string.Join(", ", Kinds.Keys)} or date=FORMAT; purposes are {string.Join(", ", Purposes.Keys)}.");
    }

    private static string? Last(string text) =>
        text.LastIndexOf(':') is > 0 and var colon ? text[(colon + 1)..] : null;

    private static string Before(string text) => text[..text.LastIndexOf(':')];
}
