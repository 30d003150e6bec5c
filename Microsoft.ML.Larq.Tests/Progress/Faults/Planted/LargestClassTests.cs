using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tests.Fuzz;

namespace Microsoft.ML.Larq.Tests.Progress.Faults.Planted;

/// <summary>
/// A class of which there are few rows, hard to tell from the others: what the warning advises brings the mean recall
/// to that of a training on as many rows of either class. Accuracy would say nothing: it is best where the class is
/// never answered.
/// </summary>
[TestClass]
public class LargestClassTests
{
    private const uint Rare = 8;
    private const double Share = 0.8;
    private const float Noise = 1.25f;
    private const double Near = 0.03;

    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    [DataRow(5)]
    [DataRow(6)]
    [DataRow(7)]
    public void Follow_TheAdvice_RaisesTheRecallAsFarAsTheRowsAllow(int seed)
    {
        if (seed != 5 && !FuzzCases.IsLong) Assert.Inconclusive("Runs where LARQ_LONG_TESTS is set.");
        var skewed = new PlantedTraining
        {
            Seed = seed,
            Rows = Rows(PlantedRows.Train, Share, others: 1, chance: seed),
            Validation = Rows(PlantedRows.Seen.Times(2), Share, others: 1, chance: 100 + seed),
        };
        var model = skewed.Model(_context);
        Assert.AreEqual(
            WarningNames.LargestClass, model.History.Warnings.Single().Name, string.Join('\n', model.History.Warnings));
        var cured = AdviceFollower.Follow(skewed, model.History);
        Assert.IsNotNull(cured?.ClassWeights, string.Join('\n', model.History.Warnings));
        var healthy = Recall((skewed with
        {
            Rows = Rows(PlantedRows.Train, Share, others: Share / 9, chance: seed),
        }).Model(_context));
        var (before, after) = (Recall(model), Recall(cured.Model(_context)));
        Console.WriteLine($"mean recall {before:F3} -> {after:F3}, of as many rows of either class {healthy:F3}");
        Assert.IsGreaterThan(healthy - Near, after);
        Assert.IsGreaterThan(before + 0.05, after);
    }

    // Pixels drowned in noise, each row of chance; a share of the rare digit's rows and of the others'.
    private static PlantedRows Rows(PlantedRows from, double rare, double others, int chance)
    {
        var random = new Random(chance);
        var kept = from.Pixels.Zip(from.Labels)
            .Where(row => random.NextDouble() < (row.Second == Rare ? rare : others)).ToArray();
        return new PlantedRows(
            [.. kept.Select(row => row.First.Select(Drowned).ToArray())],
            [.. kept.Select(row => row.Second == Rare ? 1u : 0u)]);
        float Drowned(float pixel) => pixel + (Noise * ((2 * random.NextSingle()) - 1));
    }

    private static double Recall(BinarizedNetworkTransformer model) =>
        model.Facts.Evaluation!.Classes.Average(one => (double)one.Right / one.Rows);
}
