using System.Text.Json.Nodes;
using Larq.ModelBuilder.Serving;
using Larq.ModelBuilder.Serving.Places;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Serving;

/// <summary>No path outside of what was opened is read or written.</summary>
[TestClass]
public sealed class PlacesTests
{
    private readonly Workplace _place = new();

    [TestCleanup]
    public void Remove() => _place.Dispose();

    public static IEnumerable<object[]> Outside =>
    [
        ["../secret.csv"], ["sub/../../secret.csv"], ["sub/.."], ["./x"], ["/etc/passwd"], ["\\etc\\passwd"],
        ["..\\secret.csv"], ["a\0b"], ["a\nb"], [new string('a', 3000)], ["link.csv"], ["links/secret.csv"],
        ["linked/secret.csv"], ["chain/secret.csv"], ["circle"], ["upload:../../secret.csv"], ["upload:/etc/passwd"],
        ["%2e%2e/secret.csv"], ["..%2fsecret.csv"], ["~/secret.csv"], ["file:///etc/passwd"],
    ];

    [TestMethod]
    [DynamicData(nameof(Outside))]
    public async Task Path_OutsideTheFolder_IsNotRead(string path)
    {
        Folders();
        await using var page = await ServedPage.Of(_place, "open", "open/out");
        var json = new JsonObject { ["scenario"] = "classification", ["path"] = path, ["label"] = "kind" }
            .ToJsonString();
        foreach (var verb in (string[])["/api/data", "/api/train", "/api/network"])
        {
            using var answer = await page.Send(page.Request(HttpMethod.Post, verb, new StringContent(
                json, System.Text.Encoding.UTF8, "application/json")));
            Assert.Contains((int)answer.StatusCode, new[] { 400, 404 }, verb);
            Assert.DoesNotContain("grey", await answer.Content.ReadAsStringAsync());
        }

        using var list = await page.Send(page.Request(
            HttpMethod.Get, "/api/files?path=" + Uri.EscapeDataString(path)));
        Assert.Contains((int)list.StatusCode, new[] { 400, 404 });
    }

    [TestMethod]
    public async Task Files_ListsWhatMayBeOpened()
    {
        Folders();
        _place.Write("open/sub/x.csv", "a,b\n1,2\n");
        _place.Write("open/.hidden.csv", "");
        Drawings.Folder(_place.In("open/shapes"), each: 2);
        await using var page = await ServedPage.Of(_place, "open", "open/out");
        var top = await page.Get("/api/files");
        CollectionAssert.AreEquivalent(
            new[] { "images shapes", "folder sub", "table inner.csv" },
            top["entries"]!.AsArray().Select(one => $"{one!["kind"]} {one["path"]}").ToArray());
        var sub = await page.Get("/api/files?path=sub");
        Assert.AreEqual(("sub", "", "sub/x.csv"), (
            (string)sub["path"]!, (string)sub["up"]!, (string)sub["entries"]![0]!["path"]!));
        Assert.AreEqual(3, (int)(await page.Post(
            "/api/data", """{ "scenario": "classification", "path": "inner.csv" }"""))["facts"]!["rows"]!);
    }

    [TestMethod]
    [DataRow("../x")]
    [DataRow("a/b")]
    [DataRow("/tmp/x")]
    [DataRow(".")]
    [DataRow("..")]
    [DataRow(".git")]
    [DataRow("uploads")]
    [DataRow("a:b")]
    [DataRow("link")]
    public async Task Model_OfAStrangeName_IsNotWritten(string name)
    {
        Folders();
        Directory.CreateDirectory(_place.In("open/out"));
        Directory.CreateSymbolicLink(_place.In("open/out/link"), _place.In("outside"));
        _place.Animals(name: "open/animals.csv");
        await using var page = await ServedPage.Of(_place, "open", "open/out");
        var ask = new JsonObject
        {
            ["scenario"] = "classification",
            ["path"] = "animals.csv",
            ["label"] = "kind",
            ["name"] = name,
        };
        var answer = await page.Send(page.Request(HttpMethod.Post, "/api/train", new StringContent(
            ask.ToJsonString(), System.Text.Encoding.UTF8, "application/json")));
        Assert.Contains((int)answer.StatusCode, new[] { 400, 404 });
        Assert.HasCount(1, Directory.GetFileSystemEntries(_place.In("outside")));
    }

    [TestMethod]
    public async Task Code_BehindALink_IsNeitherShownNorWritten()
    {
        Folders();
        _place.Animals(name: "open/animals.csv");
        await using var page = await ServedPage.Of(_place, "open", "open/out");
        const string Ask = """
            { "scenario": "classification", "path": "animals.csv", "label": "kind", "name": "own", "epochs": 1,
              "compare": false, "overwrite": true }
            """;
        Assert.AreEqual("done", (string)(await page.Train(Ask))[^1]["status"]!);
        var code = _place.In("open/out/own/own.training.cs");
        File.Delete(code);
        File.CreateSymbolicLink(code, _place.In("secret.csv"));
        var secret = File.ReadAllText(_place.In("secret.csv"));
        var shown = (await page.Get("/api/runs/1/code"))["files"]!.AsArray();
        Assert.IsFalse(shown.Any(file => (string)file!["path"]! == "own.training.cs"));
        Assert.IsTrue(shown.Any(file => (string)file!["path"]! == "own.consumption.cs"));

        var end = (await page.Train(Ask))[^1];
        Assert.AreEqual("failed", (string)end["status"]!);
        StringAssert.Contains((string)end["message"]!, "own.training.cs' is reached by a link");
        Assert.AreEqual(secret, File.ReadAllText(_place.In("secret.csv")));
        File.Delete(code);
        Directory.Delete(_place.In("open/out/own/own.Console"), recursive: true);
        Directory.CreateSymbolicLink(_place.In("open/out/own/own.Console"), _place.In("outside"));
        Assert.AreEqual("failed", (string)(await page.Train(Ask))[^1]["status"]!);
        Assert.HasCount(1, Directory.GetFileSystemEntries(_place.In("outside")));
    }

    [TestMethod]
    [DataRow("/api/data", """{ "scenario": "classification", "path": "inner.csv", "columns": [null] }""", "columns")]
    [DataRow(
        "/api/data", """{ "scenario": "classification", "path": "inner.csv", "reading": { "separator": "\u0000" } }""",
        "separator")]
    public async Task Ask_OfAnOddBody_SaysWhatIsOdd(string verb, string body, string said)
    {
        Folders();
        await using var page = await ServedPage.Of(_place, "open", "open/out");
        StringAssert.Contains((string)(await page.Post(verb, body, 400))["message"]!, said);
    }

    [TestMethod]
    [DataRow("NUL")]
    [DataRow("nul.csv")]
    [DataRow("Com1.tar.gz")]
    [DataRow("LPT³")]
    [DataRow("CONIN$")]
    public void DeviceNames_AreKnown(string name) => Assert.IsTrue(DeviceNames.Has(name));

    [TestMethod]
    public void Names_ThatAreNoDevices_AreNot() =>
        Assert.IsFalse(new[] { "nullable.csv", "com", "com10", "console", "lptx" }.Any(DeviceNames.Has));

    [TestMethod]
    public void Root_ThatIsALink_IsWhereItLeads()
    {
        Folders();
        Directory.CreateSymbolicLink(_place.In("door"), _place.In("open"));
        var opened = new OpenedFolder(_place.In("door"));
        Assert.AreEqual("inner.csv", opened.Relative(opened.Resolve("inner.csv")));
        Assert.ThrowsExactly<AskException>(() => opened.Resolve("link.csv"));
        Assert.IsFalse(opened.Holds(_place.In("open2/x")), "A name that begins alike is another folder.");
    }

    private void Folders()
    {
        _place.Write("outside/secret.csv", Workplace.Rows(30));
        _place.Write("secret.csv", Workplace.Rows(30));
        _place.Write("open/inner.csv", "a,b\n1,2\n3,4\n5,6\n");
        Directory.CreateDirectory(_place.In("open/sub"));
        File.CreateSymbolicLink(_place.In("open/link.csv"), _place.In("outside/secret.csv"));
        Directory.CreateSymbolicLink(_place.In("open/linked"), _place.In("outside"));
        Directory.CreateSymbolicLink(_place.In("open/links"), "../outside");
        Directory.CreateSymbolicLink(_place.In("open/chain"), "linked");
        Directory.CreateSymbolicLink(_place.In("open/circle"), "circle");
    }
}
