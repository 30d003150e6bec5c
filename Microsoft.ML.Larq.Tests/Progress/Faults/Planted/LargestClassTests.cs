using System.Globalization;
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
    private const float Noise = 1.5f;
    private const double Near = 0.03;

    private readonly MLContext _context = new(seed: 1);

    // How near it comes is seen on the mean of three trainings: the recall of a hundred rows has much chance in it.
    [TestMethod]
    [DataRow("5")]
    [DataRow("5 6 7")]
    public void Follow_TheAdvice_RaisesTheRecallAsFarAsTheRowsAllow(string seeds)
    {
        if (seeds.Length > 1 && !FuzzCases.IsLong) Assert.Inconclusive("Runs where LARQ_LONG_TESTS is set.");
        var recalls = seeds.Split(' ').Select(seed => Recalls(int.Parse(seed, CultureInfo.InvariantCulture))).ToArray();
        double[] means = [.. Enumerable.Range(0, 3).Select(i => recalls.Average(recall => recall[i]))];
        var (before, after, healthy) = (means[0], means[1], means[2]);
        Console.WriteLine($"mean recall {before:F3} -> {after:F3}, of as many rows of either class {healthy:F3}");
        Assert.IsGreaterThan(before + 0.03, after);
        if (recalls.Length > 1) Assert.IsGreaterThan(healthy - Near, after);
    }

    // As it is, as advised, and of as many rows of either class.
    private double[] Recalls(int seed)
    {
        var skewed = new PlantedTraining
        {
            Seed = seed,
            Rows = Rows(PlantedRows.Train, Share, others: 1, chance: seed),
            Validation = Rows(PlantedRows.Seen.Times(4), Share, others: 1, chance: 100 + seed),
        };
        var model = skewed.Model(_context);
        var said = string.Join('\n', model.History.Warnings);
        CollectionAssert.AreEqual(
            new[] { WarningNames.LargestClass }, model.History.Warnings.Select(one => one.Name).ToArray(), said);
        var cured = AdviceFollower.Follow(skewed, model.History);
        Assert.IsNotNull(cured?.ClassWeights, said);
        var even = skewed with { Rows = Rows(PlantedRows.Train, Share, others: Share / 9, chance: seed) };
        return [Recall(model), Recall(cured.Model(_context)), Recall(even.Model(_context))];
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
