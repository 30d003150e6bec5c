using System.Text.RegularExpressions;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>What the page for contributors points at is there.</summary>
[TestClass]
public partial class ContributingTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(SourceTree.Root, "CONTRIBUTING.md"));

    [TestMethod]
    public void Files_ThatAreNamed_Exist()
    {
        var names = Name().Matches(Page).Select(match => match.Groups[1].Value).Distinct().ToArray();
        Assert.IsGreaterThan(20, names.Length);
        string[] roots = [SourceTree.Root, SourceTree.Library, SourceTree.Tests];
        Assert.AreEqual("", string.Join(
            ", ", names.Where(name => !roots.Any(root => Path.Exists(Path.Combine(root, name))))));
    }

    [TestMethod]
    public void Projects_OfItsCommands_Exist()
    {
        var paths = Project().Matches(Page).Select(match => match.Groups[1].Value).Distinct().ToArray();
        Assert.IsGreaterThan(3, paths.Length);
        Assert.AreEqual("", string.Join(", ", paths.Where(path => !Path.Exists(Path.Combine(SourceTree.Root, path)))));
    }

    [GeneratedRegex(@"`((?:[\w.]+/)+[\w.]+|PublicAPI[\w.]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?:--project|dotnet pack|dotnet build|dotnet run|dotnet format) (?!-)([\w./]+)")]
    private static partial Regex Project();
}
