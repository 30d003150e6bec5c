using System.IO.Compression;
using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Tests.House;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Serving;

/// <summary>From a file of rows to generated code, over HTTP; and the same by the command.</summary>
[TestClass]
public sealed class TableRoadTests
{
    private const string Project =
        """
        "scenario": "classification", "path": "german.csv", "label": "Column20",
        "columns": [{ "index": 7, "kind": "category" }, { "index": 19, "purpose": "ignore" }]
        """;

    private readonly Workplace _place = new();

    [TestCleanup]
    public void Remove() => _place.Dispose();

    [TestMethod]
    public async Task German_FromFileToCode_IsWhatTheCommandMakes()
    {
        German();
        await using var page = await ServedPage.Of(_place);
        var entries = (await page.Get("/api/files"))["entries"]!.AsArray();
        Assert.AreEqual(
            "table", (string)entries.Single(entry => (string)entry!["path"]! == "german.csv")!["kind"]!);

        var data = await page.Post("/api/data", $"{{ {Project} }}");
        Assert.AreEqual(1000, (int)data["facts"]!["rows"]!);
        Assert.AreEqual("A11", (string)data["facts"]!["preview"]![0]![0]!);
        CollectionAssert.AreEqual(new[] { 700, 300 }, Numbers(data["classes"]!, "rows"));
        Assert.AreEqual(("category", "ignore", "label"), (
            (string)data["columns"]![7]!["kind"]!, (string)data["columns"]![19]!["purpose"]!,
            (string)data["columns"]![20]!["purpose"]!));

        var events = await page.Train(
            $$"""{ {{Project}}, "name": "g", "preset": "quick", "epochs": 2, "compare": false, "api": true }""");
        Assert.AreEqual("done", (string)events[^1]["status"]!, events[^1].ToJsonString());
        var run = await page.Get("/api/runs/1");
        var told = events.Single(happened => (string)happened["event"]! == "evaluation")["judgement"]!;
        Assert.AreEqual(told.ToJsonString(), run["judgement"]!.ToJsonString());
        Assert.HasCount(2, run["curves"]!["Loss"]!.AsArray());

        var example = await page.Get("/api/runs/1/example?row=3");
        Assert.HasCount(19, example["fields"]!.AsArray());
        var values = new JsonObject(example["fields"]!.AsArray().Select(field =>
            KeyValuePair.Create($"{(int)field!["index"]!}", (JsonNode?)(string)field["value"]!)));
        var said = await page.Post("/api/runs/1/predict", $$"""{ "values": {{values.ToJsonString()}} }""");
        AssertSameAsCommand(said);

        var code = await page.Get("/api/runs/1/code");
        string[] written = [.. code["files"]!.AsArray().Select(file => (string)file!["path"]!)];
        CollectionAssert.IsSubsetOf(
            new[] { "g.consumption.cs", "g.Console/Program.cs", "g.Api/Program.cs" }, written);
        Assert.IsGreaterThan(7, written.Length);
        foreach (var file in code["files"]!.AsArray())
        {
            Assert.AreEqual(
                File.ReadAllText(_place.In("other/g/" + (string)file!["path"]!)), (string)file["text"]!,
                (string)file["path"]!);
        }
    }

    private void German()
    {
        using var packed = File.OpenRead(Path.Combine(SourceTree.Root, "samples/data/german.csv.gz"));
        using var plain = new GZipStream(packed, CompressionMode.Decompress);
        using var text = new StreamReader(plain);
        _place.Write("german.csv", text.ReadToEnd());
    }

    // The command in its own folder, as deep: the same model, recipe, code and score.
    private void AssertSameAsCommand(JsonNode said)
    {
        _place.Larq(
            "classification", "--dataset", _place.In("german.csv"), "--label-col", "Column20", "--column",
            "Column7:category", "--column", "Column19:ignore", "--name", "g", "--preset", "quick", "--epochs", "2",
            "--no-compare", "--api", "--packages", _place.In("feed"), "--output", _place.In("other/g")).Ends(0);
        Assert.AreEqual(Recipe("other/g"), Recipe("out/g"));
        using var ours = ZipFile.OpenRead(_place.In("out/g/g.zip"));
        using var theirs = ZipFile.OpenRead(_place.In("other/g/g.zip"));
        CollectionAssert.AreEqual(
            theirs.Entries.Select(entry => entry.FullName).ToArray(),
            ours.Entries.Select(entry => entry.FullName).ToArray());
        foreach (var entry in theirs.Entries.Where(entry => entry.Name != "Times.json"))
            CollectionAssert.AreEqual(Bytes(entry), Bytes(ours.GetEntry(entry.FullName)!), entry.FullName);

        string[] third = [.. File.ReadLines(_place.In("german.csv")).ElementAt(2).Split(',').Take(19)
            .SelectMany((cell, i) => new[] { "--set", $"Column{i}={cell}" })];
        var one = _place.Larq(["predict", _place.In("other/g/g.zip"), .. third, "--json"]).Ends(0)
            .Events("prediction")[0]["prediction"]!;
        Assert.AreEqual((string)one["said"]!, (string)said["said"]!);
        Assert.AreEqual(
            (double)one["scores"]![0]!["value"]!, (double)said["scores"]![0]!["probability"]!);
    }

    // How long it took is another each time, and packs into a byte more or less.
    private string Recipe(string folder)
    {
        var recipe = JsonNode.Parse(File.ReadAllText(_place.In(folder + "/g.larq.json")))!;
        recipe["runs"]![0]!["seconds"] = 0;
        recipe["runs"]![0]!["bytes"] = 0;
        return recipe.ToJsonString();
    }

    private static int[] Numbers(JsonNode rows, string name) => [.. rows.AsArray().Select(row => (int)row![name]!)];

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
