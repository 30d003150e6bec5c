using System.Globalization;
using Microsoft.ML.Larq.Packed.Sets;

namespace Larq.Benchmarks;

/// <summary>The packed engine against its peers in the same run; on one thread, but for the rows of threads.</summary>
internal static class PackedCommand
{
    public static int Run(string[] options)
    {
        var quick = options.Contains("--quick");
        var only = Row.Option(options, "--only") ?? string.Empty;
        var kernels = KernelSet.Choose();

        // Rows of all kernels take as long as all others together, and are for whoever asks for them.
        Case[] cases =
        [
            .. PackedCases.All(kernels, quick)
                .Where(one => one.Id.StartsWith(only) && (only.Length > 0 || !one.Id.StartsWith("choice"))),
        ];
        if (options.Contains("--dotnet")) return DotNetCommand.Run(cases, quick);

        var (batches, least) = (quick ? 15 : 101, options.Contains("--least"));
        var taken = least ? "least" : "medians";
        Console.WriteLine($"kernels {kernels.Name}; available: {Names()}; {taken} of {batches}; one thread");
        var convolutions = new List<double>();
        Row.Report(cases.Select(Time), options);
        if (convolutions.Count == 0) return 0;
        var mean = Math.Exp(convolutions.Average(Math.Log));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"geometric mean of {convolutions.Count} conv rows: {mean:N0} GMAC/s"));
        return 0;

        Row Time(Case one)
        {
            var row = one.Time(batches, least);
            if (one.Id.StartsWith("conv") && !one.Id.EndsWith("-bits")) convolutions.Add(row.Value);
            return row;
        }
    }

    private static string Names() => string.Join(", ", KernelSet.Available.Select(set => set.Name));
}
