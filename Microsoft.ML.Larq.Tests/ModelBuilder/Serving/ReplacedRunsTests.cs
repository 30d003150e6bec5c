namespace Microsoft.ML.Larq.Tests.ModelBuilder.Serving;

/// <summary>A run replaces the model of an earlier one of its name only if it keeps a model itself.</summary>
[TestClass]
public sealed class ReplacedRunsTests
{
    private readonly Workplace _place = new();

    [TestCleanup]
    public void Remove() => _place.Dispose();

    [TestMethod]
    public async Task RunThatKeepsNothing_LeavesTheModelToTheRunBefore()
    {
        _place.Animals();
        await using var page = await ServedPage.Of(_place);
        Assert.AreEqual("done", (string)(await page.Train(Ask("\"epochs\": 1")))[^1]["status"]!);
        var events = await page.Train(Ask("\"epochs\": 1, \"overwrite\": true, \"seconds\": 0.000001"));
        Assert.AreEqual("dataRefused", (string)events[^1]["status"]!, events[^1].ToJsonString());
        Assert.IsFalse((bool)(await page.Get("/api/runs/1"))["summary"]!["replaced"]!);
        await page.Bytes("/api/runs/1/download?path=own.zip");
        await page.Get("/api/runs/2/rows?of=cat&said=cat", 404);
        Assert.IsEmpty((await page.Get("/api/runs/2"))["files"]!.AsArray());
        await page.Get("/api/runs/2/download?path=own.zip", 404);

        Assert.AreEqual(
            "done", (string)(await page.Train(Ask("\"epochs\": 2, \"overwrite\": true")))[^1]["status"]!);
        Assert.IsTrue((bool)(await page.Get("/api/runs/1"))["summary"]!["replaced"]!);
        await page.Get("/api/runs/1/download?path=own.zip", 404);
        await page.Bytes("/api/runs/3/download?path=own.zip");
    }

    private static string Ask(string more) =>
        $$"""
        {
            "scenario": "classification", "path": "animals.csv", "label": "kind", "name": "own", "compare": false,
            {{more}}
        }
        """;
}
