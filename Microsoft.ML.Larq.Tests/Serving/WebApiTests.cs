using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Microsoft.ML.Larq.Tests.Serving;

/// <summary>samples/WebApi, from outside: answers, errors, health, a newer model.</summary>
[TestClass]
public class WebApiTests
{
    private static readonly ServedDigits Digits = new();
    private static ServedDigits.Prediction[] _wanted = [];
    private static Server? _server;
    private static HttpClient? _client;

    private static HttpClient Client => _client!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _wanted = Digits.Network("digits.zip");
        _server = new Server(Digits.Place("digits.zip"), "--Serving:Slow=true");
        _client = await _server.Client();
    }

    [ClassCleanup]
    public static void Stop()
    {
        _client?.Dispose();
        _server?.Dispose();
        Digits.Dispose();
    }

    [TestMethod]
    [DataRow("/engine", 100)] // so many that two of them meet within a row's few microseconds
    [DataRow("/packed", 100)]
    [DataRow("/slow/engine", 2)]
    [DataRow("/slow/transform", 2)]
    [DataRow("/slow/load", 2)]
    public async Task Answers_OfManyAtOnce_AreTheTransformersBitForBit(string path, int times)
    {
        Assert.IsGreaterThan(3, _wanted.Select(row => row.PredictedLabel).Distinct().Count());
        await Parallel.ForAsync(0, times * ServedDigits.Rows, new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (i, cancellation) =>
            {
                var row = i % ServedDigits.Rows;
                AssertIs(_wanted[row], await Post(Client, path, Digits.Pixels[row]), $"{path}, row {row}");
            });
    }

    [TestMethod]
    public void Folder_OfTheProgram_HoldsNoLibtorch()
    {
        var files = Directory.EnumerateFiles(Server.Folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetFileName(path)).ToArray();
        Assert.Contains("WebApi.dll", files);
        var torch = files.Where(name => name.Contains("torch", StringComparison.OrdinalIgnoreCase)
            && !name.StartsWith("Microsoft.ML.Larq.Torch.", StringComparison.Ordinal));
        Assert.AreEqual("", string.Join(", ", torch));
    }

    [TestMethod]
    [DataRow("/health/live")]
    [DataRow("/health/ready")]
    public async Task Health_OfARunningServer_IsGood(string path) =>
        Assert.AreEqual("Healthy", await Client.GetStringAsync(path));

    [TestMethod]
    [DataRow("""{"pixels":[1,2]}""", "Pixels", "64 numbers are wanted, 2 came.")]
    [DataRow("""{"pixels":[]}""", "Pixels", "64 numbers are wanted, 0 came.")]
    [DataRow("""{"pixels":null}""", "Pixels", "64 numbers are wanted, 0 came.")]
    [DataRow("""{"numbers":[1]}""", "Pixels", "64 numbers are wanted, 0 came.")]
    [DataRow("""{"pixels":[1,"x"]}""", "Pixels[1]", "[64 numbers]} is wanted; line 1, byte 16 is not that.")]
    [DataRow("""{"pixels":[1,null]}""", "Pixels[1]", "is not that.")]
    [DataRow("""{"pixels":[1,""", "Pixels[1]", "is not that.")]
    [DataRow("""{"pixels":7}""", "Pixels", "is not that.")]
    [DataRow("[1]", "Pixels", "is not that.")]
    [DataRow("null", "Pixels", "[64 numbers]} is wanted.")]
    [DataRow("", "Pixels", "[64 numbers]} is wanted.")]
    public async Task Inputs_ThatAreWrong_AreProblemsThatNameTheColumn(string body, string column, string what)
    {
        foreach (var path in new[] { "/engine", "/packed" }) await AssertIsProblem(path, body, column, what);
    }

    [TestMethod]
    public async Task Inputs_BeyondAFloat_AreProblemsThatNameTheElement()
    {
        var pixels = string.Join(',', Enumerable.Range(0, 64).Select(i => i == 5 ? "1e39" : "1"));
        await AssertIsProblem("/packed", $$"""{"pixels":[{{pixels}}]}""", "Pixels[5]", "at most 3.4e38 is wanted.");
    }

    [TestMethod]
    public async Task Inputs_ThatAreTooLong_AreRefusedUnread()
    {
        using var body = Json($$"""{"pixels":[{{new string(' ', 100_000)}}]}""");
        using var response = await Client.PostAsync("/packed", body);
        Assert.AreEqual(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [TestMethod]
    public async Task Answers_OfAModelOfMLNetsOwn_HaveNoPackedOnes()
    {
        var wanted = Digits.Linear("linear.zip");
        using var server = new Server(Digits.Place("linear.zip"));
        using var client = await server.Client();
        AssertIs(wanted[3], await Post(client, "/engine", Digits.Pixels[3]), "linear");
        using var response = await client.PostAsJsonAsync("/packed", new { pixels = Digits.Pixels[3] });
        Assert.AreEqual(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("holds no binarized network", await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Model_ReplacedByAnother_IsServedFromThenOn_AndADamagedOneIsNot()
    {
        var before = Digits.Network("live.zip");
        var after = Digits.Network("next.zip", seed: 2);
        Assert.IsFalse(before[0].Score.AsSpan().SequenceEqual(after[0].Score));
        using var server = new Server(Digits.Place("live.zip"), "--Serving:ReloadSeconds=0.1");
        using var client = await server.Client();
        AssertIs(before[0], await Post(client, "/engine", Digits.Pixels[0]), "before");

        File.Move(Digits.Place("next.zip"), Digits.Place("live.zip"), overwrite: true);
        await Server.Until(
            async () => (await Post(client, "/packed", Digits.Pixels[0])).Score.AsSpan().SequenceEqual(after[0].Score),
            "the new model is not served");
        AssertIs(after[0], await Post(client, "/engine", Digits.Pixels[0]), "after");

        File.WriteAllText(Digits.Place("live.zip"), "damaged");
        await Server.Until(() => Task.FromResult(server.Said.Contains("cannot be read")), "nothing was logged");
        AssertIs(after[1], await Post(client, "/engine", Digits.Pixels[1]), "damaged");
    }

    [TestMethod]
    public async Task Model_ThatIsMissing_EndsTheProgramWithItsName()
    {
        using var server = new Server(Digits.Place("missing.zip"));
        Assert.AreNotEqual(0, await server.Exit());
        Assert.Contains("missing.zip", server.Said);
    }

    [TestMethod]
    [DataRow("Concurrent=0", "Serving:Concurrent is at least 1, got 0.")]
    [DataRow("Waiting=-1", "Serving:Waiting is at least 0, got -1.")]
    [DataRow("ReloadSeconds=-1", "Serving:ReloadSeconds is from 0 to 86400, got -1.")]
    [DataRow("DrainSeconds=3601", "Serving:DrainSeconds is from 0 to 3600, got 3601.")]
    public async Task Settings_OutOfRange_EndTheProgramWithTheirName(string setting, string said)
    {
        using var server = new Server(Digits.Place("digits.zip"), $"--Serving:{setting}");
        Assert.AreNotEqual(0, await server.Exit());
        Assert.Contains(said, server.Said);
    }

    private static async Task<ServedDigits.Prediction> Post(HttpClient client, string path, float[] pixels)
    {
        using var response = await client.PostAsJsonAsync(path, new { pixels });
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, path);
        return (await response.Content.ReadFromJsonAsync<ServedDigits.Prediction>())!;
    }

    private static void AssertIs(ServedDigits.Prediction wanted, ServedDigits.Prediction came, string where)
    {
        Assert.AreEqual(wanted.PredictedLabel, came.PredictedLabel, where);
        CollectionAssert.AreEqual(Bits(wanted.Score), Bits(came.Score), where);
    }

    private static int[] Bits(float[] scores) => [.. scores.Select(BitConverter.SingleToInt32Bits)];

    private static async Task AssertIsProblem(string path, string body, string column, string what)
    {
        using var content = Json(body);
        using var response = await Client.PostAsync(path, content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.AreEqual(HttpStatusCode.BadRequest, response.StatusCode, text);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(text);
        Assert.StartsWith($"Column '{column}': ", problem.RootElement.GetProperty("title").GetString());
        Assert.EndsWith(what, problem.RootElement.GetProperty("errors").GetProperty(column)[0].GetString());
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
