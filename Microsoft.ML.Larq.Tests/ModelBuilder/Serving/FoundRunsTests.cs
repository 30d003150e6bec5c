using System.IO.Compression;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Serving;

/// <summary>Models that commands have left are runs too, with the files that belong to them and no others.</summary>
[TestClass]
public sealed class FoundRunsTests
{
    private readonly Workplace _place = new();

    [TestCleanup]
    public void Remove() => _place.Dispose();

    [TestMethod]
    public async Task ModelOfTheCommand_IsARun_WithItsJudgementAndRows()
    {
        var data = _place.Animals(300);
        var told = _place.Train("classification", data, "kind", "--json").Ends(0);
        _place.Write("broken.larq.json", "{");
        await using var page = await ServedPage.Of(_place);
        var line = (await page.Get("/api/runs")).AsArray().Single()!;
        Assert.AreEqual((1, "animals", true, "done"), (
            (int)line["run"]!, (string)line["name"]!, (bool)line["before"]!, (string)line["status"]!));
        var run = await page.Get("/api/runs/1");
        var judgement = told.Events("evaluation")[0]["judgement"]!;
        Assert.AreEqual(judgement["confusion"]!.ToJsonString(), run["judgement"]!["confusion"]!.ToJsonString());
        Assert.AreEqual(
            (double)judgement["values"]!["LogLoss"]!, (double)run["judgement"]!["values"]!["LogLoss"]!, 1e-9);
        Assert.HasCount(2, run["curves"]!["Loss"]!.AsArray());

        var lines = File.ReadAllLines(data);
        var total = 0;
        string[] classes = ["cat", "dog"];
        foreach (var (of, said) in classes.SelectMany(of => classes.Select(said => (of, said))))
        {
            var rows = await page.Get($"/api/runs/1/rows?of={of}&said={said}");
            total += (int)rows["total"]!;
            foreach (var row in rows["rows"]!.AsArray())
            {
                var cells = string.Join(',', row!["cells"]!.AsArray().Select(cell => (string)cell!));
                Assert.AreEqual(lines[int.Parse((string)row["row"]!, null)], cells);
                StringAssert.EndsWith(cells, of);
                Assert.AreEqual(said, (string)row["scores"]![0]!["class"]!);
            }
        }

        Assert.AreEqual((int)judgement["rows"]!, total);
        await page.Get("/api/runs/1/rows?of=cat&said=cow", 400);
        await page.Get("/api/runs/2", 404);
        await page.Get("/api/runs/x", 404);
    }

    [TestMethod]
    public async Task Files_OfARunAndNoOthers_AreDownloaded()
    {
        _place.Animals();
        await using var page = await ServedPage.Of(_place);
        await page.Train(
            """
            { "scenario": "classification", "path": "animals.csv", "label": "kind", "epochs": 1, "compare": false }
            """);
        var folder = _place.In("out/animals");
        _place.Write("out/animals/mine.txt", "secret");
        var files = (await page.Get("/api/runs/1"))["files"]!.AsArray();
        foreach (var file in files)
        {
            var path = (string)file!["path"]!;
            var bytes = await page.Bytes("/api/runs/1/download?path=" + Uri.EscapeDataString(path));
            CollectionAssert.AreEqual(File.ReadAllBytes(Path.Combine(folder, path)), bytes, path);
        }

        using var zip = new ZipArchive(new MemoryStream(await page.Bytes("/api/runs/1/zip")));
        CollectionAssert.AreEqual(
            files.Select(file => $"animals/{file!["path"]}").ToArray(),
            zip.Entries.Select(entry => entry.FullName).ToArray());
        foreach (var path in (string[])["mine.txt", "../../animals.csv", "/etc/passwd", "", "animals.Console"])
            await page.Get("/api/runs/1/download?path=" + Uri.EscapeDataString(path), 404);

        using var report = await page.Send(page.Request(HttpMethod.Get, "/api/runs/1/report"));
        StringAssert.StartsWith(
            report.Headers.GetValues("Content-Security-Policy").Single(), "sandbox; default-src 'none'");

        // A file that was replaced by a link to elsewhere is not what was written.
        File.Delete(Path.Combine(folder, "animals.report.html"));
        File.CreateSymbolicLink(Path.Combine(folder, "animals.report.html"), _place.In("animals.csv"));
        await page.Get("/api/runs/1/report", 404);
        await page.Get("/api/runs/1/download?path=animals.report.html", 404);
    }

    [TestMethod]
    public async Task DataElsewhere_AreNotRead()
    {
        _place.Train("classification", _place.Animals(), "kind").Ends(0);
        Directory.CreateDirectory(_place.In("open"));
        await using var page = await ServedPage.Of(_place, "open");
        var run = await page.Get("/api/runs/1");
        Assert.IsNull(run["judgement"]);
        await page.Get("/api/runs/1/rows?of=cat&said=cat", 404);
        var form = await page.Get("/api/runs/1/example");
        Assert.IsNull(form["row"]);
        Assert.HasCount(3, form["fields"]!.AsArray());
        await page.Post("/api/runs/1/predict", """{ "values": { "0": "big" } }""", 400);
        await page.Post("/api/runs/1/predict", """{ "values": { "3": "cat" } }""", 400);
    }
}
