using System.Diagnostics;
using System.Globalization;

namespace Microsoft.ML.Larq.Tests.Checkpoints;

[TestClass]
public class KilledTrainingTests
{
    private const int Epochs = 100;
    private const int Kills = 10;

    // SIGKILL asks nobody: whatever the process was writing stays as it is.
    [TestMethod]
    public void Fit_KilledAtTenMoments_EndsInTheWeightsOfAnUninterruptedRun()
    {
        var folder = Directory.CreateTempSubdirectory("larq-killed");
        var whole = Task.Run(() => Run(Path.Combine(folder.FullName, "whole"), null));
        var random = new Random(Environment.ProcessId);
        var moments = new List<string>();
        var interrupted = Path.Combine(folder.FullName, "interrupted");
        var done = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var (epochs, wait) = (random.Next(5), random.Next(25));
            moments.Add($"{epochs} epochs and {wait} ms");
            var said = Run(interrupted, (epochs, wait));
            Assert.DoesNotContain("weights:", said, string.Join("; ", moments));
            var started = EpochsIn(said);
            Assert.IsGreaterThanOrEqualTo(done, started[0], "A checkpoint is not lost again.");
            done = started[0];
        }

        var last = Run(interrupted, null);
        Assert.IsGreaterThan(0, EpochsIn(last)[0], "The last run resumed.");
        Assert.AreEqual(Results(whole.Result), Results(last), string.Join("; ", moments));
        Assert.HasCount(2, Results(last).Split('\n'));
        folder.Delete(recursive: true);
    }

    /// <summary>
    /// Trains in a process of its own, which is killed so many epochs and milliseconds after its start.
    /// </summary>
    private static string Run(string folder, (int Epochs, int Milliseconds)? kill)
    {
        var beside = AppContext.BaseDirectory;
        var tests = Path.Combine(beside, "Microsoft.ML.Larq.Tests");
        using var process = Process.Start(new ProcessStartInfo("dotnet",
        [
            "exec", "--depsfile", tests + ".deps.json", "--runtimeconfig", tests + ".runtimeconfig.json",
            Path.Combine(beside, "Microsoft.ML.Larq.Tests.Interrupted.dll"),
            folder, Epochs.ToString(CultureInfo.InvariantCulture),
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["OMP_NUM_THREADS"] = "1", ["DOTNET_TieredPGO"] = "0" },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            said.Add(line);
            if (kill is not { } moment || said.Count <= moment.Epochs) continue;
            Thread.Sleep(moment.Milliseconds);
            process.Kill();
            break;
        }

        process.WaitForExit();
        if (kill is null) Assert.AreEqual(0, process.ExitCode, errors.Result);
        else Assert.AreEqual(137, process.ExitCode, errors.Result);
        return string.Join('\n', said);
    }

    private static int[] EpochsIn(string said) =>
    [
        .. said.Split('\n').Where(line => line.StartsWith("epoch: ", StringComparison.Ordinal))
            .Select(line => int.Parse(line.AsSpan("epoch: ".Length), CultureInfo.InvariantCulture)),
    ];

    private static string Results(string said) => string.Join(
        '\n', said.Split('\n').Where(line => !line.StartsWith("epoch: ", StringComparison.Ordinal)));
}
