using System.Text.RegularExpressions;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>Whatever a source or a page names can be opened by someone who has the repository, or is public.</summary>
[TestClass]
public partial class CitedPagesTests
{
    private static readonly string[] Patterns =
        ["*.cs", "*.md", "*.py", "*.sh", "*.props", "*.targets", "*.csproj", "run"];

    private static readonly IReadOnlyList<string> Files = SourceTree.Files(SourceTree.Root, "*");

    private static readonly string[] Read =
    [
        .. Patterns.SelectMany(pattern => SourceTree.Files(SourceTree.Root, pattern))
            .Where(path => !path.StartsWith(".git/", StringComparison.Ordinal)
                && path != "Microsoft.ML.Larq.Tests/House/CitedPagesTests.cs"),
    ];

    [TestMethod]
    public void Read_AreSourcesPagesAndScripts()
    {
        foreach (var path in new[] { "README.md", ".ci/run", "Microsoft.ML.Larq/LarqCatalog.cs", "build/check-arm.sh" })
            Assert.Contains(path, Read);
    }

    // Pages and tables of rows: a name without a folder may be that of any file, one with folders ends a file's path.
    [TestMethod]
    public void Pages_ThatAreNamed_AreInTheRepository()
    {
        var wrong = Read.SelectMany(path => Missing(File.ReadAllText(Path.Combine(SourceTree.Root, path)))
            .Select(name => $"{path} names {name}")).Distinct().ToArray();
        Assert.AreEqual("", string.Join('\n', wrong));
    }

    [TestMethod]
    public void Comments_OfEverySource_DoNotAppealToADesign()
    {
        var wrong = Read.Where(path => path.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(path => File.ReadLines(Path.Combine(SourceTree.Root, path))
                .Where(line => Appeal().IsMatch(line)).Select(line => $"{path}: {line.Trim()}"))
            .ToArray();
        Assert.AreEqual("", string.Join('\n', wrong));
    }

    [TestMethod]
    [DataRow("// nowhere.md §2.3, the table", "nowhere.md")]
    [DataRow("// see samples/ReadingMetrics.md and README.md", "")]
    [DataRow("// rows of zoo_layers/QuickNet.tsv", "zoo_layers/QuickNet.tsv")]
    [DataRow("// rows of Golden/Zoo/QuickNet.tsv", "")]
    [DataRow("https://github.com/larq/larq/blob/main/NOWHERE.md", "")]
    public void Missing_OfAText_AreThoseThatNoFileHas(string text, string missing) =>
        Assert.AreEqual(missing, string.Join(' ', Missing(text)));

    private static IEnumerable<string> Missing(string text) => Page().Matches(Address().Replace(text, ""))
        .Select(match => match.Value)
        .Where(name => !Files.Any(path => path == name || path.EndsWith($"/{name}", StringComparison.Ordinal)));

    [GeneratedRegex(@"[\w][\w./-]*\.(md|tsv)\b")]
    private static partial Regex Page();

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();

    [GeneratedRegex(@"//.*\b(the|our) design\b", RegexOptions.IgnoreCase)]
    private static partial Regex Appeal();
}
