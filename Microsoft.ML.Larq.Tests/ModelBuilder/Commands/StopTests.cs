using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Commands;

/// <summary>Ctrl-C in a process of its own: the best model so far is kept, whole (MB#697).</summary>
[TestClass]
public sealed partial class StopTests
{
    private const int Interrupt = 2;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [TestMethod]
    public void MB697_CtrlC_KeepsTheBestSoFarAndEndsWith130()
    {
        if (!OperatingSystem.IsLinux()) Assert.Inconclusive("Sends SIGINT.");
        using var place = new Workplace();
        var data = place.Animals(3000);
        var (code, lines) = Run(
            place.In("out"), data, line => (string)line["event"]! == "progress" && (int)line["epoch"]! >= 3);
        Assert.AreEqual(130, code, string.Join('\n', lines));
        var end = JsonNode.Parse(lines[^1])!;
        Assert.AreEqual(("end", "stopped"), ((string)end["event"]!, (string)end["status"]!));
        Assert.IsEmpty(Directory.GetFiles(place.In("out"), "*.new"));
        place.Larq("evaluate", place.In("out/animals.zip"), data, "--min-metric", "0.9").Ends(0);
        place.Larq("report", place.In("out/animals.zip"), "--output", place.In("r.html")).Ends(0);
    }

    private static (int Code, string[] Lines) Run(string folder, string data, Func<JsonNode, bool> interrupt)
    {
        var beside = AppContext.BaseDirectory;
        var tests = Path.Combine(beside, "Microsoft.ML.Larq.Tests");
        using var process = Process.Start(new ProcessStartInfo("dotnet",
        [
            "exec", "--depsfile", tests + ".deps.json", "--runtimeconfig", tests + ".runtimeconfig.json",
            Path.Combine(beside, "larq.dll"), "classification", "--dataset", data, "--label-col", "kind",
            "--output", folder, "--epochs", "1000000", "--no-code", "--json",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["OMP_NUM_THREADS"] = "1" },
        })!;
        using var limit = new Timer(_ => process.Kill(), null, TimeSpan.FromSeconds(120), Timeout.InfiniteTimeSpan);
        var errors = process.StandardError.ReadToEndAsync();
        var (lines, sent) = (new List<string>(), false);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
            if (sent || !interrupt(JsonNode.Parse(line)!)) continue;
            sent = true;
            Assert.AreEqual(0, Kill(process.Id, Interrupt));
        }

        process.WaitForExit();
        Assert.IsTrue(sent, $"{string.Join('\n', lines)}\n{errors.Result}".ToString(CultureInfo.InvariantCulture));
        return (process.ExitCode, [.. lines]);
    }
}
