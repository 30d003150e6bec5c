using nietras.SeparatedValues;

namespace Larq.ModelBuilder.Data;

/// <summary>Collects the rows that have more or fewer cells than the others.</summary>
/// <param name="expected">Cells that a row has.</param>
/// <param name="quoted">Whether cells may stand in quotes.</param>
internal sealed class RaggedRows(int expected, bool quoted)
{
    private const int Named = 5;
    private const int Shown = 120;

    private readonly List<Finding> _findings = [];
    private long _count;

    /// <summary>Whether the row is one of them, or ends within quotes.</summary>
    public bool Add(SepReader.Row row, long line)
    {
        if (row.ColCount == expected && !IsOpen(row.Span)) return false;
        if (_count++ < Named) _findings.Add(Of(row, line));
        return true;
    }

    /// <summary>The first of them by line, and how many more there are.</summary>
    public IEnumerable<Finding> Findings() => _count <= Named
        ? _findings
        : [.. _findings, new Finding(Severity.Error, $"{_count - Named} more lines have another number of fields")];

    private Finding Of(SepReader.Row row, long line)
    {
        var text = row.Span.ToString();
        var lines = row.LineNumberToExcl - row.LineNumberFrom;
        var quotes = IsOpen(text)
            ? " (a quote is opened and not closed; within quotes, a quote is doubled)"
            : lines > 1 ? $" (its quotes reach over {lines} lines)" : "";
        if (text.Contains('\n', StringComparison.Ordinal)) text = text[..text.IndexOf('\n')].TrimEnd('\r') + " …";
        if (text.Length > Shown) text = text[..Shown] + " …";
        return new Finding(
            Severity.Error, $"{expected} fields expected, {row.ColCount} found: {text}{quotes}")
        { Line = line };
    }

    private bool IsOpen(ReadOnlySpan<char> row) => quoted && row.Count('"') % 2 == 1;
}
