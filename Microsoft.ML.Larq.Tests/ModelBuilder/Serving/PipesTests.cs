using System.Diagnostics;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Serving;

/// <summary>Pipes and devices, which would keep a reader waiting for good, are neither listed nor opened.</summary>
[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class PipesTests
{
    private readonly Workplace _place = new();

    [TestCleanup]
    public void Remove() => _place.Dispose();

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Pipe_IsNotOpened_AndTablesAreReadAfterIt()
    {
        _place.Animals();
        Pipe("pipe.csv");
        Pipe("pipe.larq.json");
        File.CreateSymbolicLink(_place.In("link.csv"), "pipe.csv");
        await using var page = await ServedPage.Of(_place);
        Assert.IsEmpty((await page.Get("/api/runs")).AsArray());
        var entries = (await page.Get("/api/files"))["entries"]!.AsArray();
        CollectionAssert.AreEqual(
            new[] { "animals.csv", "feed" },
            entries.Select(one => (string)one!["path"]!).Where(one => one != "out").Order().ToArray());
        foreach (var verb in (string[])["/api/data", "/api/train", "/api/network"])
        {
            foreach (var name in (string[])["pipe.csv", "link.csv"])
                await page.Post(verb, Ask(name), 422);
        }

        Assert.AreEqual(120, (int)(await page.Post("/api/data", Ask("animals.csv")))["facts"]!["rows"]!);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task PipeInPlaceOfAModel_IsNoModel()
    {
        _place.Train("classification", _place.Animals(), "kind").Ends(0);
        File.Delete(_place.In("out/animals.zip"));
        Pipe("out/animals.zip");
        await using var page = await ServedPage.Of(_place);
        Assert.IsEmpty((await page.Get("/api/runs/1"))["files"]!.AsArray());
        await page.Get("/api/runs/1/download?path=animals.zip", 404);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task PipesAmongImages_AreLeftOut()
    {
        Drawings.Folder(_place.In("shapes"), each: 2);
        Pipe("shapes/disc/pipe.png");
        File.CreateSymbolicLink(_place.In("shapes/disc/link.png"), "pipe.png");
        await using var page = await ServedPage.Of(_place);
        var data = await page.Post("/api/data", """{ "scenario": "image-classification", "path": "shapes" }""");
        CollectionAssert.AreEqual(
            new[] { 2, 2 }, data["classes"]!.AsArray().Select(one => (int)one!["rows"]!).ToArray());
        Assert.HasCount(2, data["findings"]!.AsArray());
    }

    private static string Ask(string path) =>
        $$"""{ "scenario": "classification", "path": "{{path}}", "label": "kind" }""";

    private void Pipe(string name)
    {
        using var made = Process.Start("mkfifo", [_place.In(name)]);
        made.WaitForExit();
        Assert.AreEqual(0, made.ExitCode);
    }
}
