using System.Net.Http.Headers;
using SkiaSharp;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Serving;

/// <summary>From images to predictions, with a broken one among them; images that are dropped on the page.</summary>
[TestClass]
public sealed class ImagesRoadTests
{
    private const string Ask = """{ "scenario": "image-classification", "path": "shapes" }""";

    private readonly Workplace _place = new();

    [TestCleanup]
    public void Remove() => _place.Dispose();

    [TestMethod]
    public async Task Shapes_FromFolderToPrediction()
    {
        Drawings.Folder(_place.In("shapes"), each: 12);
        _place.Write("shapes/disc/broken.png", "no image");
        _place.Write("secret.png", "");
        File.Copy(_place.In("shapes/disc/0.png"), _place.In("secret.png"), overwrite: true);
        await using var page = await ServedPage.Of(_place);
        var data = await page.Post("/api/data", Ask);
        Assert.AreEqual("shapes", (string)data["name"]!);
        Assert.Contains("disc/broken.png", (string)data["findings"]![0]!["message"]!);
        var sample = (string)data["images"]!["samples"]![0]!["path"]!;
        using var picture = SKBitmap.Decode(await page.Bytes("/api/picture?path=" + sample));
        Assert.AreEqual((16, 16), (picture.Width, picture.Height));
        foreach (var path in (string[])["../secret.png", "disc/../../secret.png", "secret.png", "/etc/passwd", "disc"])
        {
            using var answer = await page.Send(page.Request(HttpMethod.Get, "/api/picture?path=" + path));
            Assert.Contains((int)answer.StatusCode, new[] { 400, 404 }, path);
        }

        await page.Get("/api/picture?path=disc/broken.png", 422);
        var events = await page.Train(Ask.Replace("}", ", \"preset\": \"quick\", \"epochs\": 2, \"compare\": false }"));
        Assert.AreEqual("done", (string)events[^1]["status"]!, events[^1].ToJsonString());

        var confusion = (await page.Get("/api/runs/1"))["judgement"]!["confusion"]!;
        var total = 0;
        foreach (var (i, of) in confusion["classes"]!.AsArray().Index())
        {
            foreach (var (j, said) in confusion["classes"]!.AsArray().Index())
            {
                var rows = await page.Get($"/api/runs/1/rows?of={of}&said={said}");
                Assert.AreEqual((int)confusion["counts"]![i]![j]!, (int)rows["total"]!);
                total += rows["rows"]!.AsArray().Count;
                foreach (var row in rows["rows"]!.AsArray())
                {
                    StringAssert.StartsWith((string)row!["row"]!, (string)of! + "/");
                    await page.Bytes("/api/runs/1/picture?path=" + row["row"]);
                }
            }
        }

        Assert.IsGreaterThan(0, total);
        var told = await page.Post("/api/runs/1/predict", Form(("image", "x.png", _place.In("shapes/disc/3.png"))));
        Assert.HasCount(2, told["scores"]!.AsArray());
        await page.Post("/api/runs/1/predict", Form(("image", "x.png", _place.In("shapes/disc/broken.png"))), 422);
    }

    [TestMethod]
    public async Task DroppedImages_AreOpened()
    {
        Drawings.Folder(_place.In("drawn"), each: 3);
        await using var page = await ServedPage.Of(_place);
        var sent = Directory.GetFiles(_place.In("drawn"), "*", SearchOption.AllDirectories)
            .Select(file => ("files", "some/" + Path.GetRelativePath(_place.In("drawn"), file), file)).ToArray();
        var path = (string)(await page.Post("/api/upload", Form(sent)))["path"]!;
        var data = await page.Post("/api/data", $$"""{ "scenario": "image-classification", "path": "{{path}}" }""");
        CollectionAssert.AreEqual(
            new[] { 3, 3 }, data["classes"]!.AsArray().Select(one => (int)one!["rows"]!).ToArray());
    }

    [TestMethod]
    public async Task DroppedTable_IsOpenedUnderItsName()
    {
        await using var page = await ServedPage.Of(_place);
        var path = (string)(await page.Post(
            "/api/upload", Form(("file", "Käse, \"gut\".csv".Replace("\"", "'"), _place.Animals()))))["path"]!;
        var ask = $$"""{ "scenario": "classification", "path": "{{path}}", "label": "kind" }""";
        Assert.AreEqual(120, (int)(await page.Post("/api/data", ask))["facts"]!["rows"]!);
        var events = await page.Train(ask.Replace("}", ", \"name\": \"k\", \"epochs\": 1, \"compare\": false }"));
        Assert.AreEqual("done", (string)events[^1]["status"]!);
        Assert.AreEqual(1, (long)(await page.Get("/api/runs/1/example"))["row"]!);
    }

    [TestMethod]
    [DataRow("../x.csv")]
    [DataRow("a/../../x.csv")]
    [DataRow("..\\x.csv")]
    [DataRow("/tmp/x.csv")]
    [DataRow("C:\\x.csv")]
    [DataRow(".bashrc")]
    [DataRow("cat/.png")]
    [DataRow("x.png")]
    [DataRow("nul")]
    public async Task DroppedFile_OfAStrangeName_IsNotWritten(string name)
    {
        var table = _place.Animals();
        await using var page = await ServedPage.Of(_place, output: "all/out");
        await page.Post("/api/upload", Form(("file", name, table)), 400);
        Assert.IsEmpty(Directory.GetFiles(_place.In("all"), "*", SearchOption.AllDirectories));
        Assert.IsFalse(File.Exists(_place.In("x.csv")));
    }

    [TestMethod]
    public async Task Upload_OfNothingOrOfBoth_IsRefused()
    {
        var table = _place.Animals();
        Drawings.Folder(_place.In("drawn"), each: 1);
        await using var page = await ServedPage.Of(_place);
        await page.Post("/api/upload", "{}", 415);
        await page.Post("/api/upload", new MultipartFormDataContent { { new StringContent("x"), "y" } }, 400);
        await page.Post(
            "/api/upload", Form(("f", "a/0.png", _place.In("drawn/disc/0.png")), ("f", "t.csv", table)), 400);
        Assert.IsEmpty(Directory.GetFileSystemEntries(_place.In("out/uploads")));
    }

    private static MultipartFormDataContent Form(params (string Field, string Name, string Path)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (field, name, path) in files)
        {
            var content = new ByteArrayContent(File.ReadAllBytes(path));

            // As browsers write it: the name as it is, in UTF-8, between quotes.
            content.Headers.TryAddWithoutValidation(
                "Content-Disposition", $"form-data; name=\"{field}\"; filename=\"{name}\"");
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(content);
        }

        return form;
    }
}
