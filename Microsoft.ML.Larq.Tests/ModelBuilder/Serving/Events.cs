using System.Globalization;
using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Serving;

/// <summary>A tab that listens to the server's events.</summary>
internal sealed class Events : IDisposable
{
    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _reader;
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(90));

    private Events(HttpResponseMessage answer, Stream stream) =>
        (_answer, _reader) = (answer, new StreamReader(stream));

    /// <summary>The number of the last event, as a browser sends it when it connects again.</summary>
    public string? Last { get; private set; }

    public static async Task<Events> Open(ServedPage page, string? last = null)
    {
        var request = page.Request(HttpMethod.Get, "/api/events");
        if (last is not null) request.Headers.Add("Last-Event-ID", last);
        var answer = await page.Send(request, whole: false);
        Assert.AreEqual(200, (int)answer.StatusCode);
        Assert.AreEqual("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        return new Events(answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>The next message and its number, as the specification reads them.</summary>
    public async Task<(string? Id, JsonNode Data)> Next()
    {
        var (id, data) = (default(string), "");
        while (await _reader.ReadLineAsync(_limit.Token) is { } line)
        {
            if (line.Length == 0 && data.Length > 0)
            {
                Last = id ?? Last;
                return (id, JsonNode.Parse(data)!);
            }

            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data += line[6..];
        }

        throw new AssertFailedException("The stream of events has ended.");
    }

    /// <summary>The events of a run, up to one.</summary>
    public async Task<JsonNode[]> Until(int run, Func<JsonNode, bool> isLast)
    {
        var found = new List<JsonNode>();
        while (true)
        {
            var (id, data) = await Next();
            var its = run.ToString(CultureInfo.InvariantCulture) + ".";
            if (id is null || !id.StartsWith(its, StringComparison.Ordinal)) continue;
            found.Add(data);
            if (isLast(data)) return [.. found];
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _answer.Dispose();
        _limit.Dispose();
    }
}
