using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace Larq.Benchmarks;

/// <summary>
/// The same rows under BenchmarkDotNet, in this process: times instead of rates, one side after the other.
/// </summary>
internal static class DotNetCommand
{
    public static int Run(IReadOnlyList<Case> cases, bool quick)
    {
        DotNetSides.Cases = cases;
        var job = (quick ? Job.ShortRun : Job.Default).WithToolchain(InProcessNoEmitToolchain.Instance);
        var summary = BenchmarkRunner.Run<DotNetSides>(ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddLogger(ConsoleLogger.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .WithOptions(ConfigOptions.DisableLogFile)
            .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "BenchmarkDotNet")));
        return summary.HasCriticalValidationErrors || summary.Reports.Length == 0 ? 1 : 0;
    }
}
