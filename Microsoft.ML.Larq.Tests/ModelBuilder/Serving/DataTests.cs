namespace Microsoft.ML.Larq.Tests.ModelBuilder.Serving;

/// <summary>What is said of data before anything is trained, and what is refused.</summary>
[TestClass]
public sealed class DataTests
{
    private readonly Workplace _place = new();

    [TestCleanup]
    public void Remove() => _place.Dispose();

    [TestMethod]
    public async Task BrokenTable_IsRefusedWithFindingsByLine()
    {
        _place.Write("broken.csv", "a,b,c\n1,2,x\n3,4,y\n5,6\n7,8,y\n9,10,x,11\n");
        await using var page = await ServedPage.Of(_place);
        var refused = await page.Post(
            "/api/data", """{ "scenario": "classification", "path": "broken.csv", "label": "c" }""", 422);
        var lines = refused["findings"]!.AsArray().Where(one => (string)one!["severity"]! == "error")
            .Select(one => (int?)one!["line"]).ToArray();
        CollectionAssert.Contains(lines, 4);
        CollectionAssert.Contains(lines, 6);
        Assert.AreEqual("broken.csv", (string)(await page.Get("/api/state"))["project"]!["path"]!);
        await page.Post(
            "/api/network", """{ "scenario": "classification", "path": "broken.csv", "label": "c" }""", 422);
    }

    [TestMethod]
    public async Task Choices_AreFollowedOrRefusedInWords()
    {
        _place.Write("t.csv", "a;b;c\n" + string.Concat(Enumerable.Range(0, 60)
            .Select(i => $"{i % 5},5;{i * 37 % 61};{"xy"[i % 2]}\n")));
        await using var page = await ServedPage.Of(_place);
        var data = await page.Post(
            "/api/data", Ask("\"reading\": { \"separator\": \"semicolon\", \"decimal\": \",\" }"));
        Assert.AreEqual((";", ","), (
            (string)data["facts"]!["loading"]!["separator"]!, (string)data["facts"]!["loading"]!["decimalMarker"]!));
        Assert.IsEmpty(data["classes"]!.AsArray());
        var weighed = await page.Post(
            "/api/data", Ask("\"label\": \"c\", \"columns\": [{ \"index\": 0, \"purpose\": \"weight\" }]"));
        Assert.AreEqual("weight", (string)weighed["columns"]![0]!["purpose"]!);
        await Refused("\"label\": \"d\"", 400, "there is no such column");
        await Refused("\"label\": \"b\"", 422, "different numbers in 60 rows");
        await Refused("\"columns\": [{ \"index\": 9, \"purpose\": \"ignore\" }]", 400, "0 to 2, got 9");
        await Refused("\"columns\": [{ \"index\": -1, \"purpose\": \"ignore\" }]", 400, "0 to 2, got -1");
        await Refused("\"columns\": [{ \"index\": 2, \"kind\": \"number\" }]", 422, "is no number");
        await Refused("\"reading\": { \"separator\": \"xx\" }", 400, "one character");

        async Task Refused(string more, int status, string says)
        {
            var refused = await page.Post("/api/data", Ask(more), status);
            Assert.Contains(says, (string)refused["message"]!);
        }
    }

    [TestMethod]
    public async Task Training_OutOfBounds_IsRefused()
    {
        _place.Animals();
        await using var page = await ServedPage.Of(_place);
        foreach (var wrong in (string[])["\"epochs\": 0", "\"seconds\": 0", "\"seed\": -1", "\"testShare\": 1",
            "\"preset\": \"fast\"", "\"epochs\": 1.5", "\"epochs\": \"1\""])
        {
            await page.Post(
                "/api/train", $$"""{ "scenario": "classification", "path": "animals.csv", {{wrong}} }""", 400);
        }

        Assert.IsEmpty((await page.Get("/api/runs")).AsArray());
    }

    [TestMethod]
    public async Task Table_ThatChanges_IsReadAnew()
    {
        _place.Write("t.csv", Workplace.Rows(50));
        await using var page = await ServedPage.Of(_place);
        Assert.AreEqual(50, (int)(await page.Post("/api/data", Ask("\"label\": \"kind\"")))["facts"]!["rows"]!);
        _place.Write("t.csv", Workplace.Rows(60));
        Assert.AreEqual(60, (int)(await page.Post("/api/data", Ask("\"label\": \"kind\"")))["facts"]!["rows"]!);
        File.Delete(_place.In("t.csv"));
        await page.Post("/api/data", Ask("\"label\": \"kind\""), 404);
    }

    [TestMethod]
    public async Task Network_IsDescribedBeforeItIsTrained()
    {
        _place.Animals();
        await using var page = await ServedPage.Of(_place);
        foreach (var preset in (string[])["quick", "good", "best"])
        {
            var network = await page.Post(
                "/api/network",
                $$"""
                { "scenario": "classification", "path": "animals.csv", "label": "kind", "preset": "{{preset}}" }
                """);
            var layers = network["layers"]!.AsArray();
            Assert.AreEqual("Input", (string)layers[0]!["kind"]!);
            Assert.AreEqual((long)network["bytes"]!, layers.Sum(layer => (long)layer!["bytes"]!), 16);
            Assert.IsTrue(layers.Any(layer => (int?)layer!["bits"] == 1), network.ToJsonString());
        }
    }

    private static string Ask(string more) =>
        $$"""{ "scenario": "classification", "path": "t.csv", {{more}} }""";
}
