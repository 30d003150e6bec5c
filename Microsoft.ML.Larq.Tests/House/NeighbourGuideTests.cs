using System.Xml.Linq;
using Larq.NeighbourFix;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>The guide to the neighbour: its code is what NeighbourTests run, its facts are the step's.</summary>
[TestClass]
public class NeighbourGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(SourceTree.Root, "samples", "Neighbour.md"));

    [TestMethod]
    public void Code_IsThatOfTheProcess() => GuideCode.AssertIsIn("Neighbour.md", "../Neighbour/Together.cs", 1);

    [TestMethod]
    public void Versions_AreThoseThatAreTried()
    {
        var tried = Versions("Directory.Packages.props")
            .Concat(Versions("Microsoft.ML.Larq.Tests/Neighbour/Directory.Packages.props"))
            .ToDictionary(pair => pair.Name, pair => pair.Version.Trim('[', ']'));
        foreach (var name in (string[])["Microsoft.ML.TorchSharp", "TorchSharp-cpu"])
            Assert.Contains($"<PackageReference Include=\"{name}\" Version=\"{tried[name]}\" />", Guide);
        Assert.AreEqual(KnownRelease.Name, $"Microsoft.ML.TorchSharp {tried["Microsoft.ML.TorchSharp"]}");
    }

    [TestMethod]
    public void Property_IsTheOneThatTheTargetsRead()
    {
        var targets = File.ReadAllText(Path.Combine(SourceTree.Library, "buildTransitive", "Neighbour.targets"));
        Assert.Contains("<LarqFixMLTorchSharp>true</LarqFixMLTorchSharp>", Guide);
        Assert.Contains("'$(LarqFixMLTorchSharp)' == 'true'", targets);
        Assert.DoesNotContain("<LarqFixMLTorchSharp", targets, "it is off by default");
    }

    private static IEnumerable<(string Name, string Version)> Versions(string file) =>
        XDocument.Load(Path.Combine(SourceTree.Root, file)).Descendants("PackageVersion")
            .Where(element => element.Attribute("Include") is not null)
            .Select(element => (element.Attribute("Include")!.Value, element.Attribute("Version")!.Value));
}
