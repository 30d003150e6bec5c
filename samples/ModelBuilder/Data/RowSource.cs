using nietras.SeparatedValues;

namespace Larq.ModelBuilder.Data;

/// <summary>The rows of a file, as ML.NET's text loader takes them.</summary>
internal static class RowSource
{
    /// <summary>Called for each row.</summary>
    /// <returns>False to read no further.</returns>
    public delegate bool RowAction(SepReader.Row row);

    /// <summary>
    /// Reads all rows; what the loader passes over, empty lines and comments, is told to <paramref name="skipped"/>.
    /// </summary>
    public static void Read(string path, char separator, bool quoted, RowAction row, Action<long, string>? skipped = null)
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
        foreach (var one in reader)
        {
            var text = one.Span;
            var why = text switch
            {
                [] => "",
                ['/', '/', ..] => "a line that begins with // is a comment to ML.NET",
                ['#', ..] when !started => "a first line that begins with # is a comment to ML.NET",
                _ => null,
            };
            if (why is not null)
            {
                skipped?.Invoke(one.LineNumberFrom, why);
                continue;
            }

            started = true;
            if (!row(one)) return;
        }
    }

    /// <summary>
    /// A cell as ML.NET's loader has it: without blanks before it, and in the last column after it; elsewhere those stay.
    /// </summary>
    public static ReadOnlySpan<char> Cell(SepReader.Row row, int index)
    {
        var cell = row[index].Span.TrimStart();
        if (index == row.ColCount - 1) cell = cell.TrimEnd();

        // Quotes behind a blank are not taken away by the reader.
        return cell is ['"', .., '"'] && cell.Length < row[index].Span.Length
            ? cell[1..^1].ToString().Replace("\"\"", "\"", StringComparison.Ordinal)
            : cell;
    }

    /// <summary>The first rows as texts.</summary>
    public static List<string[]> Head(string path, char separator, bool quoted, int rows)
    {
        var head = new List<string[]>();
        Read(path, separator, quoted, row =>
        {
            var cells = new string[row.ColCount];
            for (var i = 0; i < cells.Length; i++) cells[i] = Cell(row, i).Trim().ToString();
            head.Add(cells);
            return head.Count < rows;
        });
        return head;
    }
}
