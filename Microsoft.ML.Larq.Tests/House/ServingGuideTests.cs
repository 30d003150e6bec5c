using System.Text.RegularExpressions;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>The guide to serving: its code and its settings are those of the sample, which other tests run.</summary>
[TestClass]
public partial class ServingGuideTests
{
    private static readonly string Guide = Read("samples", "Serving.md");

    [TestMethod]
    public void Code_IsTheSamples()
    {
        var blocks = Code().Matches(Guide).Select(match => match.Groups[1].Value).ToArray();
        Assert.HasCount(1, blocks);
        Assert.Contains(blocks[0], Read("samples", "WebApi", "ServedModel.cs"));
    }

    [TestMethod]
    public void Settings_OfTheTable_AreThoseThatThereAre()
    {
        var named = Setting().Matches(Guide).Select(match => match.Groups[1].Value).ToHashSet();
        var options = Read("samples", "WebApi", "ServingOptions.cs");
        var there = Property().Matches(options).Select(match => match.Groups[1].Value).Where(name => name != "Slow");
        CollectionAssert.AreEquivalent(there.ToArray(), named.ToArray());
    }

    [TestMethod]
    public void Figures_OfReadme_AreTheGuides()
    {
        var row = Read("README.md").Split('\n').Single(line => line.Contains("`WebApi/measure.sh`"));
        var figures = Figure().Matches(row[row.LastIndexOf("| ", StringComparison.Ordinal)..]);
        var numbers = figures.Select(match => match.Value).ToArray();
        Assert.IsGreaterThan(4, numbers.Length);
        foreach (var number in numbers) Assert.Contains($" {number} ", Guide);
    }

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine([SourceTree.Root, .. path]));

    [GeneratedRegex("^```csharp\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\d[\d,]*\d")]
    private static partial Regex Figure();

    [GeneratedRegex("`(?:--)?Serving:(\\w+)")]
    private static partial Regex Setting();

    [GeneratedRegex(@"public \w+ (\w+) \{ get; set; \}")]
    private static partial Regex Property();
}
