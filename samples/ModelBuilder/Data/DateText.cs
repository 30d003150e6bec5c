using System.Globalization;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Data;

/// <summary>Dates in files: which of <see cref="DateFormats"/> all cells of a column keep to.</summary>
internal sealed class DateText
{
    private const int Earliest = 1800;
    private const int Latest = 2200;

    private static readonly (string Name, string Exact)[] Formats = [.. DateFormats.All.Select(name => (
        name, name.Replace("T", "'T'", StringComparison.Ordinal).Replace("Z", "'Z'", StringComparison.Ordinal)))];

    private readonly List<(string Name, string Exact)> _fitting = [.. Formats];

    /// <summary>The formats that every cell so far has kept to, the likeliest first.</summary>
    public IEnumerable<string> Fitting => _fitting.Select(format => format.Name);

    /// <summary>Whether a cell is a date in one of the formats.</summary>
    public static bool IsDate(ReadOnlySpan<char> cell)
    {
        if (!MayBe(cell)) return false;
        foreach (var (_, exact) in Formats)
        {
            if (Fits(cell, exact)) return true;
        }

        return false;
    }

    public void Add(ReadOnlySpan<char> cell)
    {
        if (_fitting.Count == 0) return;
        if (!MayBe(cell))
        {
            _fitting.Clear();
            return;
        }

        for (var i = _fitting.Count - 1; i >= 0; i--)
        {
            if (!Fits(cell, _fitting[i].Exact)) _fitting.RemoveAt(i);
        }
    }

    private static bool MayBe(ReadOnlySpan<char> cell) =>
        cell.Length is >= 8 and <= 40 && char.IsAsciiDigit(cell[0])
        && (char.IsAsciiDigit(cell[1]) || cell[1] is '.' or '/' or '-');

    /// <summary>Whether a cell is a date in one format, of <see cref="DateFormats"/>.</summary>
    public static bool Fits(string cell, string format) =>
        Array.Exists(Formats, one => one.Name == format && Fits(cell.AsSpan(), one.Exact));

    // Fractions of a second may follow.
    private static bool Fits(ReadOnlySpan<char> cell, string exact)
    {
        if (exact.EndsWith("ss", StringComparison.Ordinal) && cell.LastIndexOf('.') is >= 15 and var point
            && !cell[(point + 1)..].ContainsAnyExceptInRange('0', '9'))
        {
            cell = cell[..point];
        }

        return DateTime.TryParseExact(
                cell, exact, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is >= Earliest and <= Latest;
    }
}
