using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Serving;

/// <summary>One stream of events: whoever comes when, and again, sees the run as it is.</summary>
[TestClass]
public sealed class EventsTests
{
    private const string Forever = "\"epochs\": 1000000";

    private readonly Workplace _place = new();

    [TestCleanup]
    public void Remove() => _place.Dispose();

    [TestMethod]
    public async Task Tabs_OfAnyTime_SeeTheSame()
    {
        _place.Animals();
        await using var page = await ServedPage.Of(_place);
        using var first = await Events.Open(page);
        await page.Post("/api/train", Ask("\"epochs\": 2"), 202);
        var live = await first.Until(1, IsEnd);
        using var second = await Events.Open(page);
        var later = await second.Until(1, IsEnd);
        CollectionAssert.AreEqual(Kept(live), Kept(later));
        Assert.AreEqual($"1.{(long)live[^1]["id"]!}", first.Last);

        // As a browser comes again.
        var half = live[live.Length / 2];
        using var again = await Events.Open(page, $"1.{(long)half["id"]!}");
        var rest = await again.Until(1, IsEnd);
        CollectionAssert.AreEqual(Kept([.. live.SkipWhile(one => one != half).Skip(1)]), Kept(rest));

        // A further run comes on the same streams.
        await page.Post("/api/train", Ask("\"epochs\": 1, \"name\": \"b\""), 202);
        foreach (var tab in (Events[])[first, second, again])
            Assert.AreEqual("done", (string)(await tab.Until(2, IsEnd))[^1]["status"]!);
        var all = await page.Get("/api/runs/1/events");
        CollectionAssert.AreEqual(Kept(later), Kept([.. all.AsArray().Select(one => one!)]));
    }

    [TestMethod]
    [DataRow("nonsense")]
    [DataRow("7.1")]
    [DataRow("1.99999")]
    [DataRow("-1.0")]
    public async Task LastEventId_ThatWasNeverSent_DoesNoHarm(string id)
    {
        _place.Animals();
        await using var page = await ServedPage.Of(_place);
        await page.Train(Ask("\"epochs\": 1"));
        using var tab = await Events.Open(page, id);
        var (_, state) = await tab.Next();
        Assert.AreEqual("state", (string)state["event"]!);
        await page.Post("/api/train", Ask("\"epochs\": 1, \"name\": \"b\""), 202);
        await tab.Until(2, IsEnd);
    }

    [TestMethod]
    public async Task State_OfASecondTab_FollowsTheFirst()
    {
        _place.Animals();
        await using var page = await ServedPage.Of(_place);
        using var second = await Events.Open(page);
        var (id, state) = await second.Next();
        Assert.AreEqual((null, "state"), (id, (string)state["event"]!));
        Assert.IsNull(state["project"]);
        await page.Post("/api/data", """{ "scenario": "classification", "path": "animals.csv", "label": "kind" }""");
        (id, state) = await second.Next();
        Assert.AreEqual((null, "kind"), (id, (string)state["project"]!["label"]!));
        Assert.AreEqual("classification", (string)state["project"]!["scenario"]!);
    }

    [TestMethod]
    public async Task Stop_InTheMiddle_KeepsAModelThatPredicts()
    {
        _place.Animals(1000);
        await using var page = await ServedPage.Of(_place);
        await page.Post("/api/stop", "{}", 409);
        await page.Post("/api/train", Ask(Forever), 202);
        using var tab = await Events.Open(page);
        await tab.Until(1, happened => (string)happened["event"]! == "progress" && (int)happened["epoch"]! >= 3);
        Assert.IsTrue((bool)(await page.Get("/api/state"))["running"]!);
        var refused = await page.Post("/api/train", Ask("\"name\": \"b\""), 409);
        Assert.Contains("Run 1 goes on", (string)refused["message"]!);
        await page.Post("/api/stop", "{}", 202);
        Assert.AreEqual("stopped", (string)(await tab.Until(1, IsEnd))[^1]["status"]!);
        Assert.AreEqual("stopped", (string)(await page.Get("/api/runs"))[0]!["status"]!);
        var said = await page.Post("/api/runs/1/predict", """{ "values": { "0": "9.5", "1": "brown" } }""");
        Assert.AreEqual("dog", (string)said["said"]!);
        Assert.IsGreaterThan(3, (await page.Get("/api/runs/1/code"))["files"]!.AsArray().Count);

        // A model is there now, and is replaced only by who says so.
        await page.Post("/api/train", Ask("\"epochs\": 1"), 409);
        await page.Train(Ask("\"epochs\": 1, \"overwrite\": true"));
        Assert.IsTrue((bool)(await page.Get("/api/runs"))[0]!["replaced"]!);
        await page.Get("/api/runs/1/code", 404);
    }

    [TestMethod]
    public async Task Server_ThatEnds_StopsTheRunAndKeepsItsModel()
    {
        _place.Animals(1000);
        await using (var page = await ServedPage.Of(_place))
        {
            await page.Post("/api/train", Ask(Forever), 202);
            using var tab = await Events.Open(page);
            await tab.Until(1, happened => (string)happened["event"]! == "progress" && (int)happened["epoch"]! >= 2);
        }

        Assert.IsTrue(File.Exists(_place.In("out/animals/animals.zip")));
    }

    [TestMethod]
    public async Task Tabs_ThatReadNothingOrAreClosed_KeepNobodyFromTraining()
    {
        _place.Animals();
        await using var page = await ServedPage.Of(_place);
        using var deaf = new TcpClient { ReceiveBufferSize = 1024 };
        await deaf.ConnectAsync("127.0.0.1", page.Address.Port);
        await deaf.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /api/events HTTP/1.1\r\nHost: {page.Address.Authority}\r\nCookie: {page.Cookie}\r\n\r\n"));
        await page.Post("/api/train", Ask("\"epochs\": 200"), 202);
        using (var closed = await Events.Open(page))
            await closed.Until(1, happened => (string)happened["event"]! == "progress");
        using var tab = await Events.Open(page);
        Assert.AreEqual("done", (string)(await tab.Until(1, IsEnd))[^1]["status"]!);
    }

    [TestMethod]
    public async Task Run_ThatFails_SaysWhyAndTheServerGoesOn()
    {
        _place.Write("t.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{i % 7},x\n")));
        _place.Animals();
        await using var page = await ServedPage.Of(_place);
        var events = await page.Train("""{ "scenario": "classification", "path": "t.csv", "label": "b" }""");
        Assert.AreEqual("dataRefused", (string)events[^1]["status"]!);
        Assert.Contains("'x' in all 50 rows", (string)events[^1]["message"]!);

        // Where the model is to lie, a file lies already.
        _place.Write("out/full", "");
        await page.Post("/api/train", Ask("\"epochs\": 1, \"name\": \"full\""), 202);
        using var tab = await Events.Open(page);
        Assert.AreEqual("failed", (string)(await tab.Until(2, IsEnd))[^1]["status"]!);
        Assert.AreEqual("done", (string)(await page.Train(Ask("\"epochs\": 1")))[^1]["status"]!);
        CollectionAssert.AreEqual(
            new[] { "dataRefused", "failed", "done" },
            (await page.Get("/api/runs")).AsArray().Select(run => (string)run!["status"]!).ToArray());
    }

    private static string Ask(string more) =>
        $$"""
        { "scenario": "classification", "path": "animals.csv", "label": "kind", "preset": "quick", "compare": false,
          "importance": false, {{more}} }
        """;

    private static bool IsEnd(JsonNode happened) => (string)happened["event"]! == "end";

    // Of how far an epoch is, only the latest is kept.
    private static string[] Kept(IEnumerable<JsonNode> events) => [.. events
        .Where(one => (string)one["event"]! != "progress" || (bool)one["epochCompleted"]!)
        .Select(one => one.ToJsonString())];
}
