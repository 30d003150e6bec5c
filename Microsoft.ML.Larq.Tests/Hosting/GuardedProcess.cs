using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Microsoft.ML.Larq.Tests.Hosting;

/// <summary>
/// Loads files in a process of its own, whose heap is bounded, so that what a file does can harm the test alone.
/// </summary>
internal sealed class GuardedProcess : IDisposable
{
    /// <summary>Seconds that a file may take: twelve times the bar, for machines that are busy.</summary>
    public const double MostSeconds = 60;

    /// <summary>Kilobytes above those of a small model that a file may take.</summary>
    public const long MostKilobytes = 512 << 10;

    private const long Heap = 0x50000000;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("larq");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Loads files and scores a row of each.</summary>
    /// <param name="names">The files.</param>
    /// <param name="heap">How large the process's heap may become.</param>
    public Result[] Run(IReadOnlyCollection<string> names, long heap = Heap)
    {
        var good = PathOf("good.model.zip");
        FileOfNothing.Write(good, SampleTransformer.Create().Network);
        var program = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "FreshProcess").Value!;
        var start = new ProcessStartInfo("dotnet", ["exec", program, "guarded", good, .. names.Select(PathOf)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = heap.ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_gcServer"] = "0";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var isOver = process.WaitForExit(TimeSpan.FromSeconds(MostSeconds * (names.Count + 1)));
        if (!isOver) process.Kill(entireProcessTree: true);
        process.WaitForExit();
        var lines = output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.IsTrue(isOver, $"Did not end after: {lines[^1]}");
        Assert.AreEqual(0, process.ExitCode, $"{output.Result}\n{errors.Result}");
        StringAssert.StartsWith(lines[0], "ready: scored");
        var results = lines.Where(line => line.StartsWith("file: ", StringComparison.Ordinal))
            .Select(line => line["file: ".Length..].Split('\t', 4))
            .Select(cells => new Result(
                cells[0], double.Parse(cells[1], CultureInfo.InvariantCulture),
                long.Parse(cells[2], CultureInfo.InvariantCulture), cells[3])).ToArray();
        Assert.HasCount(names.Count, results);
        return results;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>What a file did.</summary>
    /// <param name="File">Its name.</param>
    /// <param name="Seconds">How long it took.</param>
    /// <param name="Kilobytes">The peak while it was loaded, above what a small model takes, or 0.</param>
    /// <param name="Outcome">What came.</param>
    internal sealed record Result(string File, double Seconds, long Kilobytes, string Outcome)
    {
        public bool IsRefused => Outcome.StartsWith("FormatException", StringComparison.Ordinal);

        /// <summary>Refused by a budget or a format, or scored; within the bounds in any case.</summary>
        public void Require(bool? refused = null)
        {
            Assert.IsTrue(IsRefused || Outcome.StartsWith("scored", StringComparison.Ordinal)
                || Outcome.StartsWith("read", StringComparison.Ordinal), ToString());
            if (refused is { } wanted) Assert.AreEqual(wanted, IsRefused, ToString());
            Assert.IsLessThan(MostSeconds, Seconds, ToString());
            Assert.IsLessThan(MostKilobytes, Kilobytes, ToString());
        }
    }
}
