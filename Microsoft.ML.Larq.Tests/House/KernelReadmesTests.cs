using System.Text.RegularExpressions;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>Each folder of kernels has a page of one form that names what is there and shows code that runs.</summary>
[TestClass]
public partial class KernelReadmesTests
{
    private static readonly string[] Sections =
        ["Formula", "Reference", "Types and bounds", "Why each trick", "Table per machine"];

    private static readonly string Kernels = Path.Combine(SourceTree.Library, "Packed", "Kernels");

    public static IEnumerable<object[]> Folders => SourceTree.Files(Kernels, "*.cs")
        .Select(path => Path.GetDirectoryName(path)!).Distinct().Order().Select(folder => new object[] { folder });

    [TestMethod]
    public void Folders_AreAllThereAre() => CollectionAssert.IsSubsetOf(
        new[]
        {
            "", "Binary", "Depthwise", "Emitted", "Float", "Packing", "Pointwise", "RealBySigns", "Sums", "Widths",
        },
        Folders.Select(folder => (string)folder[0]).ToArray());

    [TestMethod]
    [DynamicData(nameof(Folders))]
    public void Readme_OfEveryFolder_HasTheFiveSections(string folder) => CollectionAssert.AreEqual(
        Sections, Section().Matches(Readme(folder)).Select(match => match.Groups[1].Value).ToArray());

    [TestMethod]
    [DynamicData(nameof(Folders))]
    public void Readme_OfEveryFolder_NamesEverySource(string folder)
    {
        var named = DocumentedNames.Of(Readme(folder)).Select(name => name.Split('.')[0]).ToHashSet();
        var missing = Directory.GetFiles(Path.Combine(Kernels, folder), "*.cs")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => !named.Contains(name) && !named.Contains($"I{name}"));
        Assert.AreEqual("", string.Join(", ", missing), "README.md of this folder does not name them.");
    }

    [TestMethod]
    [DynamicData(nameof(Folders))]
    public void Readme_OfEveryFolder_NamesOnlyWhatThereIs(string folder) => Assert.AreEqual(
        "", string.Join(", ", DocumentedNames.Unknown(Readme(folder))), "The library has no such types or members.");

    // The code is that which PlainReferenceTests compares every kernel set with.
    [TestMethod]
    [DynamicData(nameof(Folders))]
    public void Code_OfEveryFolder_IsTheReferenceThatRuns(string folder)
    {
        var references = Flat(File.ReadAllText(
            Path.Combine(SourceTree.Tests, "Packed", "Kernels", "PlainReferences.cs")));
        var blocks = Code().Matches(Readme(folder)).Select(match => match.Groups[1].Value).ToArray();
        Assert.HasCount(1, blocks);
        Assert.Contains(Flat(blocks[0]), references);
    }

    [TestMethod]
    public void Unknown_OfAPage_AreNamesThatNothingHas() => CollectionAssert.AreEqual(
        new[] { "KernelSett", "KernelSet.Nothing", "IVectorWidths" }, DocumentedNames.Unknown(
            "`KernelSett` `KernelSet` `KernelSet.Nothing` `KernelSet.Choose` `IVectorWidths` `VPERMB` `--least`\n"
            + "```csharp\n`Nowhere`\n```\n`TableConvolution<TWidth>`"));

    private static string Readme(string folder) => File.ReadAllText(Path.Combine(Kernels, folder, "README.md"));

    // Indentation apart: the methods stand deeper in their class.
    private static string Flat(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim())).Trim();

    [GeneratedRegex("^## (.+?)\r?$", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex("^```csharp\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}
