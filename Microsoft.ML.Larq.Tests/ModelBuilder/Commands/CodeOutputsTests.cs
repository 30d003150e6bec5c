namespace Microsoft.ML.Larq.Tests.ModelBuilder.Commands;

/// <summary>What the commands write beside a model.</summary>
[TestClass]
public sealed class CodeOutputsTests
{
    private readonly Workplace _place = new();

    [TestCleanup]
    public void Remove() => _place.Dispose();

    [TestMethod]
    public void Train_WithCode_WritesItAndKeepsWhatPeopleChanged()
    {
        var feed = Path.GetDirectoryName(_place.Write("feed/Microsoft.ML.Larq.1.2.3.nupkg", ""))!;
        string[] train =
        [
            "classification", "--dataset", _place.Animals(), "--label-col", "kind", "--epochs", "1", "--no-compare",
            "--output", _place.In("out"), "--packages", feed, "--api",
        ];
        _place.Larq(train).Ends(0);
        var program = _place.In("out/animals.Console/Program.cs");
        foreach (var name in new[]
        {
            "nuget.config", "animals.consumption.cs", "animals.training.cs", "animals.evaluate.cs",
            "animals.Console/animals.Console.csproj", "animals.Api/animals.Api.csproj", "animals.Api/Program.cs",
        })
        {
            Assert.IsTrue(File.Exists(_place.In("out/" + name)), name);
        }

        var first = File.ReadAllText(program);
        File.WriteAllText(program, "// mine");
        File.WriteAllText(_place.In("out/animals.training.cs"), "// not mine");
        var again = _place.Larq(
            "train", _place.In("out/animals.larq.json"), "--no-compare", "--epochs", "1", "--packages", feed);
        again.Ends(0);
        again.Says("stays as it is");
        Assert.AreEqual("// mine", File.ReadAllText(program));
        StringAssert.Contains(File.ReadAllText(_place.In("out/animals.training.cs")), "RetrainModel");

        _place.Larq([.. train, "--force"]).Ends(0);
        Assert.AreEqual(first, File.ReadAllText(program));
    }

    [TestMethod]
    public void Train_WithoutPackagesInTheFolder_EndsBeforeItTrains()
    {
        Directory.CreateDirectory(_place.In("feed"));
        var ended = _place.Larq(
            "classification", "--dataset", _place.Animals(), "--label-col", "kind", "--output", _place.In("out"),
            "--packages", _place.In("feed"));
        ended.Ends(2);
        Assert.IsFalse(File.Exists(_place.In("out/animals.zip")));
    }
}
