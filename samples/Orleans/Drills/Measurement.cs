using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace OrleansSample.Drills;

/// <summary>What a row costs in each way that it can be scored.</summary>
internal sealed class Measurement(string model, string folder, string? url)
{
    private const int Port = 11_721, Gateway = 31_721;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    private readonly Rows _rows = new(model);

    public async Task<int> Run()
    {
        Console.WriteLine("""
            | way | rows a request | requests under way | rows a second | p50 | p99 | a row, silos | a row, client |
            |---|---:|---:|---:|---:|---:|---:|---:|
            """);
        Direct();
        var members = Path.Combine(folder, "members.json");
        using var first = await SiloProcess.Start(model, members, Port, Gateway);
        {
            await using var client = await Client.Connect(members);
            foreach (var (block, senders) in new[] { (1, 1), (1, 16), (64, 16) })
                await Write("one silo", block, senders, client.Score, [first.Process]);
        }

        using var second = await SiloProcess.Start(model, members, Port + 1, Gateway + 1);
        await using var both = await Client.Connect(members);
        await Write("two silos", 1, 16, both.Score, [first.Process, second.Process]);
        if (url is null) return 0;
        using var http = new HttpClient();
        await Write("WebApi", 1, 16, row => Post(http, row), []);
        return 0;
    }

    private void Direct()
    {
        var scores = new float[_rows.Network.OutputSize];
        long count = 0, start = 0;
        foreach (var time in new[] { Time / 5, Time })
            for ((count, start) = (0, Stopwatch.GetTimestamp()); Stopwatch.GetElapsedTime(start) < time; count++)
                _rows.Network.Predict(_rows[count], scores);
        var took = Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| a call, one thread | 1 | 1 | {1e6 / took:N0} | {took / 1e3:F4} ms | | | {took:F1} µs |"));
    }

    private async Task Write(
        string name, int block, int senders, Func<float[], Task<(float[] Scores, int Attempts)>> ask, Process[] silos)
    {
        var load = new Load(_rows, block, senders, ask);
        await Task.Delay(Time / 2);
        var (from, silosFrom, clientFrom) = (load.Now, Used(silos), Used([Process.GetCurrentProcess()]));
        await Task.Delay(Time);
        var (to, silosTo, clientTo) = (load.Now, Used(silos), Used([Process.GetCurrentProcess()]));
        var figures = Figures.Of(await load.Stop(), from, to);
        if (figures.Lost > 0) throw new InvalidOperationException($"{name}: {figures.Lost} answers are lost or wrong.");
        string Cost(TimeSpan used) =>
            string.Create(CultureInfo.InvariantCulture, $"{used.TotalMicroseconds / (figures.Count * block):F1} µs");
        var cost = silos.Length > 0 ? Cost(silosTo - silosFrom) : "";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {block} | {senders} | {figures.Rate * block:N0} | {figures.Median:F2} ms | "
            + $"{figures.Late:F2} ms | {cost} | {Cost(clientTo - clientFrom)} |"));
    }

    private async Task<(float[] Scores, int Attempts)> Post(HttpClient http, float[] row)
    {
        using var response = await http.PostAsJsonAsync(url, new { pixels = row });
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return ([.. answer.GetProperty("score").EnumerateArray().Select(score => score.GetSingle())], 1);
    }

    private static TimeSpan Used(Process[] processes)
    {
        var sum = TimeSpan.Zero;
        foreach (var process in processes)
        {
            process.Refresh();
            sum += process.TotalProcessorTime;
        }

        return sum;
    }
}
