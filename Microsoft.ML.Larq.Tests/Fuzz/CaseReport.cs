using System.Globalization;

namespace Microsoft.ML.Larq.Tests.Fuzz;

/// <summary>What a child said of its cases.</summary>
internal sealed class CaseReport
{
    private readonly string[] _lines;

    public CaseReport(string[] lines)
    {
        lines = _lines = [.. lines.Where(line => !line.StartsWith("begun ", StringComparison.Ordinal))];
        var failed = lines.Where(line => line.StartsWith("FAILED ", StringComparison.Ordinal)).ToArray();
        Assert.IsEmpty(failed, $"{failed.Length} failed:\n{string.Join('\n', failed.Take(20))}");
        var memory = Of("memory").Split(',')[1];
        Assert.IsLessThan(MostMemory, Number(memory), string.Join('\n', lines));
    }

    /// <summary>MiB that a child may have resident beyond what it began with.</summary>
    private static int MostMemory => 512;

    /// <summary>How often a case came out so.</summary>
    public int this[string outcome] => _lines.Any(line => IsOf(line, outcome)) ? Number(Of(outcome)) : 0;

    public override string ToString() => string.Join('\n', _lines);

    private string Of(string name) => _lines.Single(line => IsOf(line, name))[(name.Length + 2)..];

    private static bool IsOf(string line, string name) => line.StartsWith(name + ": ", StringComparison.Ordinal);

    private static int Number(string text) => int.Parse(
        text.Trim().Split(' ')[0], CultureInfo.InvariantCulture);
}
