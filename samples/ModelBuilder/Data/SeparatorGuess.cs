namespace Larq.ModelBuilder.Data;

/// <summary>What separates the cells of a file.</summary>
/// <param name="Separator">The character.</param>
/// <param name="Fields">Cells of most rows.</param>
/// <param name="Reason">Why it is this one.</param>
internal sealed record SeparatorGuess(char Separator, int Fields, string Reason)
{
    private const int Rows = 1000;
    private const double Enough = 0.5;

    /// <summary>All that are tried; the first of equals wins.</summary>
    public static IReadOnlyList<char> Candidates { get; } = ['\t', ';', '|', ',', ' '];

    public static string Name(char separator) => separator switch
    {
        '\t' => "tab",
        ';' => "semicolon",
        '|' => "pipe",
        ',' => "comma",
        ' ' => "space",
        _ => $"'{separator}'",
    };

    /// <summary>The one that gives most rows the same number of cells, and cells that hold no other.</summary>
    public static SeparatorGuess Of(string path, bool quoted, char? said)
    {
        var tried = (said is { } one ? [one] : Candidates).Select(candidate => Try(path, quoted, candidate)).ToArray();
        var best = tried.MaxBy(guess => guess.Quality);
        if (said is not null) return new(best.Separator, best.Fields, $"{Name(best.Separator)}, as you said");
        if (best.Fields < 2 || best.Quality < Enough)
        {
            return best.Fields < 2
                ? new(',', 1, "no tab, semicolon, pipe, comma or space divides the lines: one column")
                : new(best.Separator, best.Fields, $"{Name(best.Separator)}, though many lines differ from the others");
        }

        return new(
            best.Separator, best.Fields,
            best.Same == best.Rows
                ? $"{Name(best.Separator)}: gives each of the first {best.Rows} lines {best.Fields} cells"
                : $"{Name(best.Separator)}: gives {best.Same} of the first {best.Rows} lines {best.Fields} cells");
    }

    private static (char Separator, int Fields, int Same, int Rows, double Quality) Try(
        string path, bool quoted, char separator)
    {
        var rows = RowSource.Head(path, separator, quoted, Rows);
        if (rows.Count == 0) return (separator, 0, 0, 0, 0);
        var most = rows.GroupBy(row => row.Length).OrderByDescending(group => group.Count())
            .ThenByDescending(group => group.Key).First();
        if (most.Key < 2) return (separator, most.Key, most.Count(), rows.Count, 0);
        var share = (double)most.Count() / rows.Count;
        var cells = most.SelectMany(row => row).ToArray();
        var clean = (double)cells.Count(cell => IsWhole(cell, separator, quoted)) / cells.Length;
        return (separator, most.Key, most.Count(), rows.Count, share * share * clean);
    }

    // A cell that another separator would divide speaks for that one; a number with a comma does not.
    private static bool IsWhole(string cell, char separator, bool quoted)
    {
        if (quoted && cell.Contains(' ', StringComparison.Ordinal) && separator != ' ') return true;
        foreach (var other in Candidates)
        {
            if (other == separator || other == ' ' || !cell.Contains(other, StringComparison.Ordinal)) continue;
            if (other != ',' || NumberText.Shape(cell) == NumberShape.None) return false;
        }

        return separator != ' ' || cell.Length > 0;
    }
}
