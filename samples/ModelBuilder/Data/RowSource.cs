using nietras.SeparatedValues;

namespace Larq.ModelBuilder.Data;

/// <summary>The rows of a file, as ML.NET's text loader takes them.</summary>
internal static class RowSource
{
    /// <summary>Called for each row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="line">The number of its first line, from 1.</param>
    /// <returns>False to read no further.</returns>
    public delegate bool RowAction(SepReader.Row row, long line);

    /// <summary>
    /// Reads all rows; what the loader passes over, empty lines and comments, is told to <paramref name="skipped"/>.
    /// </summary>
    public static void Read(
        string path, char separator, bool quoted, RowAction row, Action<long, string>? skipped = null)
    {
        var options = new SepReaderOptions(new Sep(separator))
        {
            HasHeader = false,
            DisableColCountCheck = true,
            DisableQuotesParsing = !quoted,
            Unescape = quoted,
        };
        using var reader = options.FromFile(path);
        var started = false;

        // Counted here: of the first row the reader says another line.
        var (line, next) = (1L, 1L);
        foreach (var one in reader)
        {
            var text = one.Span;
            line = next;
            next += 1 + (quoted ? text.Count('\n') : 0);
            var why = text switch
            {
                [] => "",
                ['/', '/', ..] => "a line that begins with // is a comment to ML.NET",
                ['#', ..] when !started => "a first line that begins with # is a comment to ML.NET",
                _ => null,
            };
            if (why is not null)
            {
                skipped?.Invoke(line, why);
                continue;
            }

            started = true;
            if (!row(one, line)) return;
        }
    }

    /// <summary>
    /// A cell as ML.NET's loader has it: without blanks before it; those behind it stay.
    /// </summary>
    public static ReadOnlySpan<char> Cell(SepReader.Row row, int index)
    {
        var cell = row[index].Span.TrimStart();

        // Quotes behind a blank are not taken away by the reader.
        return cell.TrimEnd() is ['"', .., '"'] && cell.Length < row[index].Span.Length
            ? cell.TrimEnd()[1..^1].ToString().Replace("\"\"", "\"", StringComparison.Ordinal)
            : cell;
    }

    /// <summary>The first rows as texts.</summary>
    public static List<string[]> Head(string path, char separator, bool quoted, int rows)
    {
        var head = new List<string[]>();
        Read(path, separator, quoted, (row, _) =>
        {
            var cells = new string[row.ColCount];
            for (var i = 0; i < cells.Length; i++) cells[i] = Cell(row, i).Trim().ToString();
            head.Add(cells);
            return head.Count < rows;
        });
        return head;
    }
}
