using System.Text.RegularExpressions;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>The table of what Larq's users find here: what it names is public, what it misses is not.</summary>
[TestClass]
public partial class FromLarqTests
{
    // Of ML.NET, of the environment, or a word of text.
    private static readonly string[] Others = ["Model", "Load", "LARQ_ISA", "ConvertToOnnx"];

    private static readonly HashSet<string> Public =
    [
        .. SourceTree.Files(SourceTree.Library, "PublicAPI.*.txt")
            .SelectMany(path => File.ReadLines(Path.Combine(SourceTree.Library, path)))
            .SelectMany(line => Word().Matches(line)).Select(match => match.Value),
    ];

    private static readonly (string Here, string Missing)[] Rows =
    [
        .. File.ReadLines(Path.Combine(SourceTree.Root, "samples", "FromLarq.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split(" | "))
            .Select(cells => (cells[1], cells[^1])),
    ];

    [TestMethod]
    public void Rows_AreThreeTables() => Assert.IsGreaterThan(30, Rows.Length);

    [TestMethod]
    public void Names_OfWhatIsHere_ArePublic()
    {
        var names = Rows.SelectMany(row => Names(row.Here)).Distinct().ToArray();
        Assert.IsGreaterThan(30, names.Length);
        Assert.AreEqual("", string.Join(", ", names.Where(name => !Public.Contains(name) && !Others.Contains(name))));
    }

    // When one of them comes, its row is out of date.
    [TestMethod]
    public void Names_OfWhatIsMissing_AreNotPublic()
    {
        var names = Rows.SelectMany(row => Names(row.Missing)).Distinct().ToArray();
        Assert.Contains("Nadam", names);
        Assert.AreEqual("", string.Join(", ", names.Where(Public.Contains)));
    }

    private static IEnumerable<string> Names(string cell) => Code().Matches(cell)
        .SelectMany(code => Word().Matches(code.Value)).Select(word => word.Value)
        .Where(word => char.IsUpper(word[0]) && word.Length > 1 && word != "None");

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex Code();

    [GeneratedRegex(@"[\w]+")]
    private static partial Regex Word();
}
