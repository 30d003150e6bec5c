using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;

namespace Microsoft.ML.Larq.Tests.Serving;

/// <summary>samples/WebApi with more requests than it takes, and asked to stop while one is under way.</summary>
[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)] // SIGTERM asks a process to stop
public class WebApiLoadTests
{
    private static readonly ServedDigits Digits = new();

    [ClassInitialize]
    public static void Train(TestContext context) => Digits.Network("digits.zip");

    [ClassCleanup]
    public static void Remove() => Digits.Dispose();

    // Half a request holds the only place, so that every other is one too many until the rest of it comes.
    [TestMethod]
    public async Task Requests_BeyondTheLimit_AreToldToComeAgain()
    {
        using var server = new Server(
            Digits.Place("digits.zip"), "--Serving:Concurrent=1", "--Serving:Waiting=0", "--Serving:Slow=true");
        using var client = await server.Client();
        using var half = await TakeTheOnlyPlace(client);

        foreach (var path in new[] { "/engine", "/packed", "/slow/engine" })
        {
            using var response = await client.PostAsJsonAsync(path, new { pixels = Digits.Pixels[1] });
            Assert.AreEqual(HttpStatusCode.ServiceUnavailable, response.StatusCode, path);
            Assert.AreEqual("1", response.Headers.RetryAfter?.ToString());
        }

        Assert.AreEqual("Healthy", await client.GetStringAsync("/health/live"));
        Assert.AreEqual("Healthy", await client.GetStringAsync("/health/ready"));
        Assert.StartsWith("HTTP/1.1 200 OK", await half.Finish());
        await Server.Until(async () => await Status(client) == HttpStatusCode.OK, "the place stays taken");
    }

    [TestMethod]
    public async Task Stop_WhileARequestIsUnderWay_LetsItFinish_AndTakesNoOther()
    {
        using var server = new Server(Digits.Place("digits.zip"), "--Serving:Concurrent=1", "--Serving:Waiting=0");
        using var client = await server.Client();
        using var half = await TakeTheOnlyPlace(client);

        server.AskToStop();
        await Server.Until(() => Refuses(client.BaseAddress!), "new connections are taken");
        Assert.IsFalse(server.Process.HasExited);
        Assert.StartsWith("HTTP/1.1 200 OK", await half.Finish());
        Assert.AreEqual(0, await server.Exit());
    }

    [TestMethod]
    public async Task Stop_WithADrain_SaysSoBeforeItTakesNoOther()
    {
        using var server = new Server(Digits.Place("digits.zip"), "--Serving:DrainSeconds=600");
        using var client = await server.Client();
        server.AskToStop();
        await Server.Until(
            async () =>
            {
                using var ready = await client.GetAsync("/health/ready");
                return ready.StatusCode == HttpStatusCode.ServiceUnavailable;
            },
            "it is still ready");
        Assert.AreEqual("Healthy", await client.GetStringAsync("/health/live"));
        Assert.AreEqual(HttpStatusCode.OK, await Status(client));
        Assert.IsFalse(server.Process.HasExited);
    }

    // The server ends a request of less than 240 bytes a second on average: this one is good for two minutes.
    private static string Body(int row) => new string(' ', 30_000) + "{\"pixels\":["
        + string.Join(',', Digits.Pixels[row].Select(pixel => pixel.ToString(CultureInfo.InvariantCulture))) + "]}";

    // Where one of the other requests was there first, half a request is told to come again itself.
    private static async Task<HalfARequest> TakeTheOnlyPlace(HttpClient client)
    {
        for (var wait = TimeSpan.FromSeconds(0.2); wait < Server.Limit; wait *= 2)
        {
            var half = await HalfARequest.Send(client.BaseAddress!, Body(0));
            await Task.Delay(wait);
            if (await Status(client) == HttpStatusCode.ServiceUnavailable && !half.IsAnswered) return half;
            half.Dispose();
            await Task.Delay(wait);
        }

        throw new AssertFailedException("No 503 came.");
    }

    private static async Task<HttpStatusCode> Status(HttpClient client)
    {
        using var response = await client.PostAsJsonAsync("/packed", new { pixels = Digits.Pixels[1] });
        return response.StatusCode;
    }

    private static async Task<bool> Refuses(Uri address)
    {
        using var connection = new TcpClient();
        try
        {
            await connection.ConnectAsync(address.Host, address.Port);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>A request of which the last byte is still to come.</summary>
    private sealed class HalfARequest(TcpClient connection, byte[] rest) : IDisposable
    {
        public bool IsAnswered => connection.GetStream().DataAvailable;

        public static async Task<HalfARequest> Send(Uri address, string body)
        {
            var connection = new TcpClient();
            await connection.ConnectAsync(address.Host, address.Port);
            var head = $"POST /engine HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\n"
                + $"Content-Length: {body.Length}\r\n\r\n";
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + body[..^1]));
            return new HalfARequest(connection, Encoding.ASCII.GetBytes(body[^1..]));
        }

        public async Task<string> Finish()
        {
            var stream = connection.GetStream();
            await stream.WriteAsync(rest);
            var answer = new byte[4096];
            var length = await stream.ReadAsync(answer).AsTask().WaitAsync(Server.Limit);
            return Encoding.ASCII.GetString(answer, 0, length);
        }

        public void Dispose() => connection.Dispose();
    }
}
