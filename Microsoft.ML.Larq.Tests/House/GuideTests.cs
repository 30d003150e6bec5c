using System.Text.RegularExpressions;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>What the guide to the metrics says is there.</summary>
[TestClass]
public partial class GuideTests
{
    private static readonly string Guide =
        File.ReadAllText(Path.Combine(SourceTree.Root, "samples", "ReadingMetrics.md"));

    private static readonly string[] Warnings =
        [.. typeof(WarningNames).GetFields().Select(field => (string)field.GetRawConstantValue()!)];

    [TestMethod]
    public void Warnings_OfTheTable_AreThoseThatAreGiven() => CollectionAssert.AreEquivalent(
        Warnings, WarningRow().Matches(Guide[Guide.IndexOf("## Warnings", StringComparison.Ordinal)..])
            .Select(match => match.Groups[1].Value).ToArray());

    [TestMethod]
    public void Metrics_OfLayers_AreAllExplained()
    {
        foreach (var field in typeof(MetricNames).GetFields())
        {
            var name = (string)field.GetRawConstantValue()!;
            if (name.EndsWith('/')) StringAssert.Contains(Guide, $"`{name}<layer>`");
        }
    }

    [TestMethod]
    public void Runs_OfTheTable_AreTheSamples()
    {
        var source = File.ReadAllText(Path.Combine(SourceTree.Root, "samples", "Metrics", "Runs.cs"));
        var runs = Run().Matches(source).Select(match => match.Groups[1].Value).ToArray();
        Assert.HasCount(8, runs);
        foreach (var run in runs) StringAssert.Contains(Guide, $"\n| `{run}` |");
    }

    [TestMethod]
    public void Code_IsTheExampleBelow()
    {
        var code = Code().Match(Guide).Groups[1].Value;
        var own = File.ReadAllText(Path.Combine(SourceTree.Tests, "House", "GuideTests.cs"));
        Assert.Contains(Flat(code), Flat(own));
        var options = new BinarizedNetworkTrainer.Options();
        Steer(options);
        Assert.HasCount(2, options.Callbacks);
    }

    private static void Steer(BinarizedNetworkTrainer.Options options)
    {
        options.Callbacks =
        [
            new FlipRatioCallback(FlipRatioSide.Above, 0.01) { Epochs = 2, RateFactor = 0.5 }, // restless: half the rate
            new FlipRatioCallback(FlipRatioSide.Below, 1e-5) { Epochs = 5 },                   // settled: stop
        ];
    }

    private static string Flat(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim())).Trim();

    [GeneratedRegex("^\\| `(\\w+)` \\|", RegexOptions.Multiline)]
    private static partial Regex WarningRow();

    [GeneratedRegex("^        \\[\"([\\w-]+)\"\\] =", RegexOptions.Multiline)]
    private static partial Regex Run();

    [GeneratedRegex("^```csharp\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}
