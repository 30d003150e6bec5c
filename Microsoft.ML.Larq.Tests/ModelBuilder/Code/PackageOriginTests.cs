using Larq.ModelBuilder.Code;
using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Code;

/// <summary>Where generated projects get packages from.</summary>
[TestClass]
public sealed class PackageOriginTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("larq-feed-").FullName;

    [TestCleanup]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void In_Folder_IsItsNewestPackageOfTheLibrary()
    {
        Put("Microsoft.ML.Larq.0.9.0.nupkg", 1);
        Put("Microsoft.ML.Larq.1.0.0-rc.2.nupkg", 3);
        Put("Microsoft.ML.Larq.1.0.0-rc.1.nupkg", 2);
        Put("Microsoft.ML.Larq.Engine.2.0.0.nupkg", 4);
        Put("Microsoft.ML.Larq.3.0.0.snupkg", 5);
        Assert.AreEqual(new PackageOrigin("1.0.0-rc.2", _folder), PackageOrigin.In(_folder));
    }

    [TestMethod]
    public void In_FolderWithoutPackage_SaysSo()
    {
        Put("Microsoft.ML.Larq.Engine.2.0.0.nupkg", 1);
        StringAssert.Contains(
            Assert.ThrowsExactly<FileNotFoundException>(() => PackageOrigin.In(_folder)).Message,
            "no package Microsoft.ML.Larq.VERSION.nupkg");
        Assert.ThrowsExactly<DirectoryNotFoundException>(() => PackageOrigin.In(Path.Combine(_folder, "none")));
    }

    [TestMethod]
    public void Files_OfAFolder_NameIt()
    {
        var pipeline = new Pipeline(TableOfRows.Named("m", Scenario.Regression, "a", "y"));
        string Text(PackageOrigin origin, string path) => new GeneratedCode(Console: true, Api: false, origin)
            .Files(pipeline).SingleOrDefault(file => file.Path == path)?.Text ?? "";
        var folder = new PackageOrigin("1.2.3", "/a & <b>");
        StringAssert.Contains(Text(folder, "nuget.config"), "value=\"/a &amp; &lt;b&gt;\"");
        StringAssert.Contains(Text(folder, "m.Console/m.Console.csproj"), "\"Microsoft.ML.Larq\" Version=\"1.2.3\"");
        Assert.AreEqual("", Text(PackageOrigin.Default, "nuget.config"));
    }

    // One version for each state of the sources: a cache would give an older one under the same name.
    [TestMethod]
    public void Version_OfPackagesMadeHere_IsOfTheAssemblies()
    {
        StringAssert.Matches(LocalPackages.Version, new(@"^\d+\.\d+\.\d+-local\.x[0-9a-f]{12}$"));
        Assert.IsTrue(File.Exists(Path.Combine(LocalPackages.SourceTree!, "Larq.MLNet.sln")));
    }

    private void Put(string name, int age)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "");
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 1, age, 0, 0, 0, DateTimeKind.Utc));
    }
}
