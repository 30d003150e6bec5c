using System.Text;

namespace Microsoft.ML.Larq.Packed.Report;

/// <summary>Cells as text, a column as wide as its widest.</summary>
internal static class TextTable
{
    /// <param name="rows">The rows, all of as many cells.</param>
    /// <param name="isNumber">Whether a column has numbers, which end at its right.</param>
    public static string Of(IReadOnlyList<string[]> rows, Func<int, bool> isNumber)
    {
        var widths = Enumerable.Range(0, rows[0].Length)
            .Select(column => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => isNumber(column)
                ? cell.PadLeft(widths[column])
                : cell.PadRight(widths[column]));
            text.AppendLine(string.Join("  ", cells).TrimEnd());
        }

        return text.ToString();
    }
}
