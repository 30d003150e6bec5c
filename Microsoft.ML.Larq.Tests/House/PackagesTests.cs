using System.Xml.Linq;

namespace Microsoft.ML.Larq.Tests.House;

[TestClass]
public class PackagesTests
{
    private const string Library = "Microsoft.ML.Larq/Microsoft.ML.Larq.csproj";

    private static readonly string[] ScoringAlone =
        ["samples/ScoreOnly/", "samples/PackedOnly/", "samples/WebApi/", "samples/Orleans/"];

    [TestMethod]
    public void Library_ReferencesTorchSharpAndNoLibtorch()
    {
        var packages = Packages(Library);
        Assert.Contains("TorchSharp", packages);
        Assert.IsEmpty(packages.Where(CarriesLibtorch));
    }

    [TestMethod]
    public void Projects_OfTestsAndTrainingSamplesAlone_CarryLibtorch()
    {
        var carriers = SourceTree.Files(SourceTree.Root, "*.csproj")
            .Concat(SourceTree.Files(SourceTree.Root, "*.props"))
            .Concat(SourceTree.Files(SourceTree.Root, "*.targets"))
            .Where(path => Packages(path).Any(CarriesLibtorch))
            .ToArray();
        Assert.Contains("Microsoft.ML.Larq.Tests/Microsoft.ML.Larq.Tests.csproj", carriers);
        var others = carriers.Where(path => !MayCarryLibtorch(path)).ToArray();
        Assert.IsEmpty(others, string.Join('\n', others));
    }

    [TestMethod]
    [DataRow("samples/QuickStart/QuickStart.csproj", true)]
    [DataRow("samples/ScoreOnly/ScoreOnly.csproj", false)]
    [DataRow("samples/WebApi/WebApi.csproj", false)]
    [DataRow("samples/Orleans/Orleans.csproj", false)]
    [DataRow("Directory.Build.props", false)]
    [DataRow(Library, false)]
    public void MayCarryLibtorch_OfAPath_IsTheRule(string path, bool may) =>
        Assert.AreEqual(may, MayCarryLibtorch(path));

    private static bool MayCarryLibtorch(string path) =>
        !ScoringAlone.Any(folder => path.StartsWith(folder, StringComparison.Ordinal))
        && (path.StartsWith("Microsoft.ML.Larq.Tests/", StringComparison.Ordinal)
            || path.StartsWith("samples/", StringComparison.Ordinal));

    private static bool CarriesLibtorch(string package) => package.StartsWith("libtorch-", StringComparison.Ordinal)
        || package.StartsWith("TorchSharp-", StringComparison.Ordinal);

    private static string[] Packages(string project) =>
    [
        .. XDocument.Load(Path.Combine(SourceTree.Root, project)).Descendants()
            .Where(element => element.Name.LocalName == "PackageReference")
            .Select(element => (string?)element.Attribute("Include") ?? ""),
    ];
}
