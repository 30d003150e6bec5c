using System.Text.RegularExpressions;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>The C# of a page under samples/, which must be that of the tests which run it.</summary>
internal static partial class GuideCode
{
    /// <summary>Requires that a page has so many blocks of C#, and each is in a test, indented anyhow.</summary>
    /// <param name="page">The page's file under samples/.</param>
    /// <param name="test">The test's file in this folder.</param>
    /// <param name="blocks">How many there are.</param>
    public static void AssertIsIn(string page, string test, int blocks)
    {
        var own = Flat(File.ReadAllText(Path.Combine(SourceTree.Tests, "House", test)));
        var found = Code().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "samples", page)))
            .Select(match => Flat(match.Groups[1].Value)).ToArray();
        Assert.HasCount(blocks, found);
        foreach (var block in found) Assert.Contains(block, own);
    }

    private static string Flat(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim())).Trim();

    [GeneratedRegex("^```csharp\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}
