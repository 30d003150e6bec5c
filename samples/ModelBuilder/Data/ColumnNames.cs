using System.Globalization;

namespace Larq.ModelBuilder.Data;

/// <summary>Finds the column that a person means.</summary>
internal static class ColumnNames
{
    private const int Shown = 20;

    /// <summary>Several, each said by itself or with commas between them.</summary>
    /// <exception cref="UsageException">There is no such column, or more than one.</exception>
    public static IEnumerable<int> FindAll(
        IReadOnlyList<ColumnFacts> columns, IEnumerable<string> said, string option) =>
        said.SelectMany(text => columns.Any(column => column.Name.Equals(text, StringComparison.OrdinalIgnoreCase))
                ? [text]
                : text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(name => Find(columns, name, option));

    /// <summary>By its name, then its name in other letters, then its number from 0.</summary>
    /// <exception cref="UsageException">There is no such column, or more than one.</exception>
    public static int Find(IReadOnlyList<ColumnFacts> columns, string said, string option)
    {
        foreach (var comparison in (StringComparison[])[StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase])
        {
            var named = columns.Where(column => column.Name.Equals(said, comparison)).ToArray();
            if (named.Length == 1) return named[0].Index;
            if (named.Length > 1)
            {
                throw new UsageException(
                    $"{option} {said}: {named.Length} columns have this name, numbers "
                    + $"{string.Join(", ", named.Select(column => column.Index))}; say the number.");
            }
        }

        if (int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < columns.Count)
        {
            return index;
        }

        var names = string.Join(", ", columns.Take(Shown).Select(column => column.Name));
        throw new UsageException(
            $"{option} {said}: there is no such column. There are {names}{(columns.Count > Shown ? ", …" : "")}"
            + $" (numbers 0 to {columns.Count - 1}).");
    }

    /// <summary>A column's number.</summary>
    /// <exception cref="UsageException">There is no such column.</exception>
    public static int Require(IReadOnlyList<ColumnFacts> columns, int index) => index >= 0 && index < columns.Count
        ? index
        : throw new UsageException($"Columns have the numbers 0 to {columns.Count - 1}, got {index}.");
}
