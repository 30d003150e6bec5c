using System.Diagnostics;
using System.Reflection;

namespace Microsoft.ML.Larq.Tests.Build;

/// <summary>The process that has Microsoft.ML.TorchSharp beside the library.</summary>
internal static class NeighbourProcess
{
    private static readonly string Program = typeof(NeighbourProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "NeighbourProcess").Value!;

    /// <summary>The neighbour's assembly in the process's folder, which its build fixed.</summary>
    public static string Fixed { get; } = Path.Combine(Path.GetDirectoryName(Program)!, "Microsoft.ML.TorchSharp.dll");

    /// <summary>The same as its package has it.</summary>
    public static string AsShipped { get; } = Path.Combine(
        Path.GetDirectoryName(Program)!, "as-shipped", "Microsoft.ML.TorchSharp.dll");

    /// <summary>What the process says, a line each.</summary>
    /// <param name="arguments">What to train, the folder of the weights, and whether <c>as-shipped</c>.</param>
    public static string[] Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var isOver = process.WaitForExit(TimeSpan.FromMinutes(5));
        if (!isOver) process.Kill(entireProcessTree: true);
        process.WaitForExit();
        Assert.IsTrue(isOver, $"Did not end: {output.Result}");
        Assert.AreEqual(0, process.ExitCode, $"{output.Result}\n{errors.Result}");
        return output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
