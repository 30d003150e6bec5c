namespace Microsoft.ML.Larq.Tests.ModelBuilder.Serving;

/// <summary>A model of images never comes to lie among them, where its files would be taken for classes.</summary>
[TestClass]
public sealed class ModelPlaceTests
{
    private readonly Workplace _place = new();

    [TestCleanup]
    public void Remove() => _place.Dispose();

    [TestMethod]
    public async Task ModelWithoutAName_LiesBesideTheImages()
    {
        Drawings.Folder(_place.In("open/img"), each: 6);
        await using var page = await ServedPage.Of(_place, "open", "open");
        Assert.AreEqual("img-model", (string)(await page.Post("/api/data", Ask("img")))["name"]!);
        var events = await page.Train(Ask("img", ", \"preset\": \"quick\", \"epochs\": 1, \"compare\": false"));
        Assert.AreEqual("done", (string)events[^1]["status"]!, events[^1].ToJsonString());
        Assert.AreEqual("img-model", (string)(await page.Get("/api/runs/1"))["summary"]!["name"]!);
        Assert.IsTrue(File.Exists(_place.In("open/img-model/img-model.zip")));
        Assert.HasCount(2, Directory.GetFileSystemEntries(_place.In("open/img")));
        Assert.HasCount(2, (await page.Post("/api/data", Ask("img")))["classes"]!.AsArray());
    }

    [TestMethod]
    [DataRow("img", "img")]
    [DataRow("sets/img", "sets")]
    [DataRow("", "model")]
    [DataRow("img", "link")]
    public async Task ModelAmongTheImages_IsRefused(string path, string name)
    {
        var images = "open/" + path;
        Drawings.Folder(_place.In(images), each: 6);
        Directory.CreateDirectory(_place.In("open/img"));
        Directory.CreateSymbolicLink(_place.In("open/link"), "img");
        await using var page = await ServedPage.Of(_place, "open", "open");
        var told = await page.Post("/api/train", Ask(path, $", \"name\": \"{name}\""), 409);
        StringAssert.Contains((string)told["message"]!, "Say another name");
        Assert.IsEmpty(Directory.GetFiles(_place.In("open"), "*.zip", SearchOption.AllDirectories));
        Assert.IsEmpty((await page.Get("/api/runs")).AsArray());
    }

    private static string Ask(string path, string more = "") =>
        $$"""{ "scenario": "image-classification", "path": "{{path}}"{{more}} }""";
}
