using System.Text;
using System.Text.Json.Nodes;
using Larq.ModelBuilder.Serving;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Serving;

/// <summary>The page's server over a folder, asked over HTTP as a browser would that has opened its address.</summary>
internal sealed class ServedPage : IAsyncDisposable
{
    private readonly UiServer _server;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = TimeSpan.FromSeconds(100),
    };

    private ServedPage(UiServer server) => _server = server;

    public Uri Address => _server.Address;

    public Uri OpenAddress => _server.OpenAddress;

    public string Origin => Address.GetLeftPart(UriPartial.Authority);

    public string Cookie => $"larq-{Address.Port}={_server.Token.Text}";

    public Uri OpenOnce() => _server.OpenOnce();

    public static async Task<ServedPage> Of(Workplace place, string folder = "", string output = "out")
    {
        var feed = Path.GetDirectoryName(place.Write("feed/Microsoft.ML.Larq.1.2.3.nupkg", ""))!;
        return new ServedPage(await UiServer.StartAsync(
            new UiOptions(place.In(folder), place.In(output)) { Packages = feed }));
    }

    /// <summary>A request that a browser would send of this page's own.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, Origin + path) { Content = content };
        request.Headers.Add("Cookie", Cookie);
        if (method == HttpMethod.Post) request.Headers.Add("Origin", Origin);
        return request;
    }

    public Task<HttpResponseMessage> Send(HttpRequestMessage request, bool whole = true) => _http.SendAsync(
        request, whole ? HttpCompletionOption.ResponseContentRead : HttpCompletionOption.ResponseHeadersRead);

    /// <summary>What is answered, and that it is answered so.</summary>
    public async Task<JsonNode> Get(string path, int status = 200) =>
        JsonNode.Parse(await Text(Request(HttpMethod.Get, path), status))!;

    public async Task<JsonNode> Post(string path, string json, int status = 200) =>
        await Post(path, new StringContent(json, Encoding.UTF8, "application/json"), status);

    public async Task<JsonNode> Post(string path, HttpContent content, int status = 200)
    {
        var text = await Text(Request(HttpMethod.Post, path, content), status);
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public async Task<byte[]> Bytes(string path)
    {
        using var answer = await Send(Request(HttpMethod.Get, path));
        Assert.AreEqual(200, (int)answer.StatusCode, path);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Trains, and gives all that was told up to the end.</summary>
    public async Task<JsonNode[]> Train(string json)
    {
        var run = (int)(await Post("/api/train", json, 202))["run"]!;
        using var events = await Events.Open(this);
        return await events.Until(run, happened => (string)happened["event"]! == "end");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    private async Task<string> Text(HttpRequestMessage request, int status)
    {
        using var answer = await Send(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.AreEqual(status, (int)answer.StatusCode, text);
        return text;
    }
}
