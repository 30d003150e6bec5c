using System.Diagnostics;
using System.Globalization;
using FashionMnist;

namespace Larq.Benchmarks;

/// <summary>Peak resident memory of a process that does one thing: this program, started anew.</summary>
internal static class PeakMemory
{
    private const string Flag = "--peak-of";

    /// <summary>Does what the child process was asked for; null when this is not one.</summary>
    public static int? Child(string[] options, IReadOnlyList<FashionImage> images)
    {
        if (Row.Option(options, Flag) is not { } what) return null;
        var epochs = int.Parse(Row.Option(options, "--epochs")!, CultureInfo.InvariantCulture);
        if (what == "raw")
        {
            using var raw = new RawLoop(images);
            for (var epoch = 0; epoch < epochs; epoch++) raw.Epoch(FitClock.BatchSize);
        }
        else
        {
            FitClock.Median(images, epochs - 2, () => { });
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(process.PeakWorkingSet64);
        return 0;
    }

    /// <summary>Bytes at the peak.</summary>
    public static double Of(string what, int epochs, string[] options)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "training", Flag, what, "--epochs", epochs.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true,
        };
        foreach (var option in options) start.ArgumentList.Add(option);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"Training '{what}' ended with {process.ExitCode}.");
    }
}
