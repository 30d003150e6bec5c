using System.Diagnostics;
using System.Globalization;

namespace Microsoft.ML.Larq.Tests.Fuzz;

/// <summary>Runs a method in a process of its own, whose memory is limited and whose end is looked at.</summary>
internal static class ChildProcess
{
    /// <summary>The largest heap of a child, below which every case must stay.</summary>
    public const long Heap = 512L << 20;

    /// <summary>What it wrote, line by line; it must end well and within the time.</summary>
    /// <param name="method">A static method of its own, no lambda: the child finds it by its name.</param>
    /// <param name="limit">When it is ended.</param>
    /// <param name="arguments">What the method is given.</param>
    public static string[] Run(Action<string[]> method, TimeSpan limit, params string[] arguments)
    {
        var beside = AppContext.BaseDirectory;
        var tests = Path.Combine(beside, "Microsoft.ML.Larq.Tests");
        using var process = Process.Start(new ProcessStartInfo("dotnet",
        [
            "exec", "--depsfile", tests + ".deps.json", "--runtimeconfig", tests + ".runtimeconfig.json",
            Path.Combine(beside, "Microsoft.ML.Larq.Tests.Child.dll"),
            method.Method.DeclaringType!.FullName!, method.Method.Name, .. arguments,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["DOTNET_GCHeapHardLimit"] = Heap.ToString("x", CultureInfo.InvariantCulture),
                ["DOTNET_gcServer"] = "0",
            },
        })!;
        var said = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var inTime = process.WaitForExit(limit);
        if (!inTime) process.Kill(entireProcessTree: true);
        process.WaitForExit();
        var lines = said.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var last = string.Join('\n', lines.TakeLast(10)) + "\n" + errors.Result;
        Assert.IsTrue(inTime, $"Not done within {limit}. {last}");
        Assert.AreEqual(0, process.ExitCode, last);
        return lines;
    }
}
