using System.Net.Sockets;
using System.Text;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Serving;

/// <summary>Nobody but who started the server gets in: each request breaks one rule and no other.</summary>
[TestClass]
public sealed class DoorTests
{
    private const string Ask = """{ "scenario": "classification", "path": "animals.csv" }""";

    private readonly Workplace _place = new();

    [TestCleanup]
    public void Remove() => _place.Dispose();

    [TestMethod]
    public async Task Post_ThatKeepsAllRules_IsDone()
    {
        _place.Animals();
        await using var page = await ServedPage.Of(_place);
        await page.Post("/api/data", Ask);
        Assert.AreEqual(200, await Status(page, message =>
        {
            message.Headers.Remove("Origin");
            message.Headers.Add("Sec-Fetch-Site", "same-origin");
        }));
        Assert.AreEqual(200, await Status(page, message => message.Headers.Add("Sec-Fetch-Site", "none"), "/"));
    }

    [TestMethod]
    [DataRow("Host", "evil.example", 421)]
    [DataRow("Host", "evil.example:{port}", 421)]
    [DataRow("Host", "127.0.0.1", 421)]
    [DataRow("Host", "127.0.0.1:1", 421)]
    [DataRow("Host", "127.0.0.1.evil.example:{port}", 421)]
    [DataRow("Origin", "http://evil.example", 403)]
    [DataRow("Origin", "https://127.0.0.1:{port}", 403)]
    [DataRow("Origin", "http://127.0.0.1:1", 403)]
    [DataRow("Origin", "http://localhost:{port}", 403)]
    [DataRow("Origin", "null", 403)]
    [DataRow("Sec-Fetch-Site", "cross-site", 403)]
    [DataRow("Sec-Fetch-Site", "same-site", 403)]
    [DataRow("Cookie", null, 403)]
    [DataRow("Cookie", "larq-{port}=0000000000000000000000000000000000000000000000000000000000000000", 403)]
    [DataRow("Cookie", "larq-{port}=", 403)]
    [DataRow("Content-Type", "text/plain", 415)]
    [DataRow("Content-Type", "application/x-www-form-urlencoded", 415)]
    [DataRow("Content-Type", null, 415)]
    public async Task Post_ThatBreaksOneRule_IsRefused(string header, string? value, int status)
    {
        _place.Animals();
        await using var page = await ServedPage.Of(_place);
        Assert.AreEqual(status, await Status(page, message => Set(page, message, header, value)));
        Assert.IsNull((await page.Get("/api/state"))["project"], "It was done all the same.");
    }

    [TestMethod]
    public async Task Post_OfUnknownOrigin_IsRefused()
    {
        _place.Animals();
        await using var page = await ServedPage.Of(_place);
        Assert.AreEqual(403, await Status(page, message => message.Headers.Remove("Origin")));
        Assert.AreEqual(403, await Status(page, message =>
        {
            message.Headers.Remove("Origin");
            message.Headers.Add("Sec-Fetch-Site", "none");
        }));
    }

    [TestMethod]
    [DataRow("Host", "evil.example:{port}", 421)]
    [DataRow("Origin", "http://evil.example", 403)]
    [DataRow("Sec-Fetch-Site", "cross-site", 403)]
    [DataRow("Cookie", null, 403)]
    public async Task Get_ThatBreaksOneRule_IsRefused(string header, string? value, int status)
    {
        await using var page = await ServedPage.Of(_place);
        foreach (var path in (string[])["/", "/page/index.html", "/api/state", "/api/files", "/api/events", "/nothing"])
        {
            var said = await Status(page, message => Set(page, message, header, value), path);
            Assert.AreEqual(status, said, path);
        }
    }

    [TestMethod]
    [DataRow("/api/data")]
    [DataRow("/api/train")]
    [DataRow("/api/stop")]
    [DataRow("/api/upload")]
    public async Task Get_OfWhatChangesSomething_IsRefused(string path)
    {
        await using var page = await ServedPage.Of(_place);
        Assert.AreEqual(405, await Status(page, _ => { }, path));
        foreach (var method in (string[])["PUT", "DELETE", "OPTIONS", "TRACE"])
        {
            using var answer = await page.Send(page.Request(new HttpMethod(method), path));
            Assert.AreEqual(405, (int)answer.StatusCode, method);
        }
    }

    [TestMethod]
    public async Task Address_WithToken_SetsACookieThatNoScriptReads()
    {
        await using var page = await ServedPage.Of(_place);
        using var answer = await page.Send(new(HttpMethod.Get, page.OpenAddress));
        Assert.AreEqual((303, "/"), ((int)answer.StatusCode, answer.Headers.Location!.ToString()));
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.AreEqual($"{page.Cookie}; path=/; samesite=strict; httponly", cookie);
        using var wrong = await page.Send(new(HttpMethod.Get, page.Origin + "/?token=" + new string('0', 64)));
        Assert.AreEqual((403, false), ((int)wrong.StatusCode, wrong.Headers.Contains("Set-Cookie")));
        Assert.Contains("the address that the command printed", await wrong.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task AddressForTheBrowser_OpensOnce()
    {
        await using var page = await ServedPage.Of(_place);
        var once = page.OpenOnce();
        using var first = await page.Send(new(HttpMethod.Get, once));
        using var second = await page.Send(new(HttpMethod.Get, once));
        Assert.AreEqual((303, 403), ((int)first.StatusCode, (int)second.StatusCode));
        Assert.AreNotEqual(page.OpenAddress, once);
    }

    [TestMethod]
    public async Task EveryAnswer_TellsTheBrowserWhatNotToDo()
    {
        await using var page = await ServedPage.Of(_place);
        foreach (var path in (string[])["/", "/api/state", "/nothing", "/api/files?path=.."])
        {
            using var answer = await page.Send(page.Request(HttpMethod.Get, path));
            Assert.AreEqual(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
                + "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
                answer.Headers.GetValues("Content-Security-Policy").Single(), path);
            Assert.AreEqual("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.AreEqual("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
            Assert.AreEqual("no-store", answer.Headers.CacheControl!.ToString());
            Assert.IsFalse(answer.Headers.Contains("Access-Control-Allow-Origin"));
            Assert.IsFalse(answer.Headers.Contains("Server"));
        }
    }

    [TestMethod]
    [DataRow("GET http://evil.example/api/state HTTP/1.1\r\nHost: evil.example\r\n", "HTTP/1.1 421")]
    [DataRow("GET /api/state HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example\r\n", "HTTP/1.1 400")]
    [DataRow("GET /api/state HTTP/1.1\r\n", "HTTP/1.1 400")]
    [DataRow("GET /api/state HTTP/1.0\r\n", "HTTP/1.1 421")]
    [DataRow("GET /api/files?path=%00 HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n", "HTTP/1.1 400")]
    [DataRow("GET /api/runs/..%2f..%2fx/code HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n", "HTTP/1.1 404")]
    [DataRow("GET /page/..%2f..%2fx HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n", "HTTP/1.1 404")]
    [DataRow("GET /page/../../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n", "HTTP/1.1 404")]
    public async Task Requests_ThatNoBrowserSends_AreRefused(string head, string answer)
    {
        await using var page = await ServedPage.Of(_place);
        using var socket = new TcpClient("127.0.0.1", page.Address.Port);
        var text = head.Replace("{port}", $"{page.Address.Port}")
            + $"Cookie: {page.Cookie}\r\nConnection: close\r\n\r\n";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
        using var reader = new StreamReader(socket.GetStream());
        StringAssert.StartsWith(await reader.ReadToEndAsync(), answer);
    }

    [TestMethod]
    public async Task Body_OfMoreThanARequestMaySend_IsRefused()
    {
        await using var page = await ServedPage.Of(_place);
        var text = $$"""{ "scenario": "classification", "path": "{{new string('a', 5 << 20)}}" }""";
        using var request = page.Request(
            HttpMethod.Post, "/api/data", new StringContent(text, Encoding.UTF8, "application/json"));
        request.Headers.ExpectContinue = true;
        using var answer = await page.Send(request);
        Assert.AreEqual(413, (int)answer.StatusCode);
        await page.Post("/api/data", "[[", 400);
        await page.Post("/api/data", """{ "scenario": 0, "path": "a" }""", 400);
        await page.Post("/api/data", """{ "scenario": "regression", "path": "a", "other": 1 }""", 400);
        await page.Post("/api/data", """{ "scenario": "regression", "path": null }""", 400);
        await page.Post("/api/data", new string('[', 100_000), 400);
    }

    private static async Task<int> Status(ServedPage page, Action<HttpRequestMessage> change, string? get = null)
    {
        using var message = get is null
            ? page.Request(HttpMethod.Post, "/api/data", new StringContent(Ask, Encoding.UTF8, "application/json"))
            : page.Request(HttpMethod.Get, get);
        change(message);
        using var answer = await page.Send(message, whole: false);
        return (int)answer.StatusCode;
    }

    private static void Set(ServedPage page, HttpRequestMessage message, string header, string? value)
    {
        var said = value?.Replace("{port}", $"{page.Address.Port}");
        if (header == "Content-Type")
        {
            message.Content!.Headers.Remove(header);
            if (said is not null) message.Content.Headers.Add(header, said);
            return;
        }

        message.Headers.Remove(header);

        // A host that is not ours comes with an origin of its own: both are the other site's.
        if (header == "Host" && message.Headers.Remove("Origin")) message.Headers.Add("Origin", $"http://{said}");
        if (said is not null) message.Headers.Add(header, said);
    }
}
