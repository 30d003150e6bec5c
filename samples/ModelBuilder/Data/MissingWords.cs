namespace Larq.ModelBuilder.Data;

/// <summary>What is written where a value is missing; nothing at all always is.</summary>
internal sealed class MissingWords(IEnumerable<string> further)
{
    private readonly string[] _all = [.. Usual.Concat(further).Distinct(StringComparer.Ordinal)];

    /// <summary>What ML.NET too takes for a missing number.</summary>
    public static IReadOnlyList<string> Usual { get; } = ["?", "NA", "N/A", "NaN"];

    public IReadOnlyList<string> All => _all;

    public bool Contains(ReadOnlySpan<char> cell)
    {
        if (cell.IsEmpty) return true;
        foreach (var word in _all)
        {
            if (cell.Equals(word, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
