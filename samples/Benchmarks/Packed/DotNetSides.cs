using BenchmarkDotNet.Attributes;

namespace Larq.Benchmarks;

/// <summary>Both sides of a row, in the form that BenchmarkDotNet asks for.</summary>
public class DotNetSides
{
    private Contest? _contest;

    public static IEnumerable<string> Ids => Cases.Select(one => one.Id);

    [ParamsSource(nameof(Ids))]
    public string Id { get; set; } = "";

    internal static IReadOnlyList<Case> Cases { get; set; } = [];

    [GlobalSetup]
    public void Prepare() => _contest = Cases.Single(one => one.Id == Id).Prepare();

    [GlobalCleanup]
    public void Release() => _contest!.Dispose();

    [Benchmark]
    public void Engine() => _contest!.Engine();

    [Benchmark(Baseline = true)]
    public void Peer() => _contest!.Peer();
}
