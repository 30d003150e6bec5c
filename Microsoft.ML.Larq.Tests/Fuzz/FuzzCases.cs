using System.Globalization;

namespace Microsoft.ML.Larq.Tests.Fuzz;

/// <summary>How many cases a child is given, or which one alone.</summary>
internal static class FuzzCases
{
    /// <summary>The environment variable with which one case is played again.</summary>
    public const string Only = "LARQ_FUZZ_CASE";

    private const string Long = "LARQ_LONG_TESTS";
    private const int LongTimes = 20;

    public static string? Chosen => Environment.GetEnvironmentVariable(Only);

    public static bool IsLong => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Long));

    /// <summary>Runs so many cases, or twenty times as many in the long form; a chosen one gives no report.</summary>
    public static CaseReport? Run(Action<string[]> method, int count, int threads)
    {
        if (IsLong) count *= LongTimes;
        var lines = ChildProcess.Run(
            method, TimeSpan.FromMinutes(IsLong ? 90 : 8), Chosen ?? "0",
            (Chosen is null ? count : 1).ToString(CultureInfo.InvariantCulture),
            threads.ToString(CultureInfo.InvariantCulture));
        var report = new CaseReport(lines);
        Console.WriteLine(report);
        return Chosen is null ? report : null;
    }
}
