using System.Globalization;
using ClusterSample;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Larq.Tests.Clusters;

/// <summary>What the ranks of samples/Cluster write of a file's rows is what one rank writes, in the rows' order.
/// </summary>
[TestClass]
public class PartScoringTests
{
    private static readonly MLContext Context = new(seed: 1);
    private static readonly Digit[] Rows = Drawn(40);
    private static readonly ITransformer Model = Trained();

    private readonly string _folder = Directory.CreateTempSubdirectory("larq-parts-").FullName;

    [TestCleanup]
    public void CleanUp() => Directory.Delete(_folder, recursive: true);

    // 7 rows of 2 ranks are 3 and 4, of 3 ranks 2, 2 and 3; with 11 ranks some have none.
    [TestMethod]
    [DataRow(40, 1)]
    [DataRow(40, 2)]
    [DataRow(40, 3)]
    [DataRow(7, 2)]
    [DataRow(7, 3)]
    [DataRow(7, 7)]
    [DataRow(7, 11)]
    [DataRow(1, 4)]
    public void Write_AnyRanks_IsWhatOneScoresInOrder(int count, int ranks)
    {
        var rows = Context.Data.LoadFromEnumerable(Rows[..count]);
        var whole = Model.Transform(rows).GetColumn<float[]>("Score").ToArray();
        Assert.HasCount(count, whole);

        // Ranks end in any order.
        foreach (var rank in Enumerable.Range(0, ranks).Reverse())
            PartScoring.Write(Model.Transform(Part.Of(Context, rows, rank, ranks)), _folder, rank, ranks);
        var lines = Directory.GetFiles(_folder).Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines).ToArray();
        CollectionAssert.AreEqual(
            whole.Select(scores => string.Join(
                ',', scores.Select(score => score.ToString("R", CultureInfo.InvariantCulture)))).ToArray(),
            lines);
        Assert.HasCount(ranks, Directory.GetFiles(_folder));
        Assert.HasCount(count, lines.Distinct().ToArray(), "rows in another order would look the same");
    }

    [TestMethod]
    public void Write_AfterARunOfMoreRanks_LeavesNothingOfIt()
    {
        var rows = Context.Data.LoadFromEnumerable(Rows);
        foreach (var ranks in (int[])[5, 2])
        {
            for (var rank = 0; rank < ranks; rank++)
                PartScoring.Write(Model.Transform(Part.Of(Context, rows, rank, ranks)), _folder, rank, ranks);
        }

        CollectionAssert.AreEquivalent(
            new[] { "scores-0000.csv", "scores-0001.csv" },
            Directory.GetFiles(_folder).Select(Path.GetFileName).ToArray());
    }

    private static ITransformer Trained()
    {
        var options = Trainers.Options(epochs: 2);
        options.FeatureColumnName = nameof(Digit.Pixels);
        return Context.Transforms.Conversion
            .MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(Context.Larq().BinaryNet(options)).Fit(Context.Data.LoadFromEnumerable(Rows));
    }

    private static Digit[] Drawn(int count)
    {
        var random = new Random(5);
        return
        [
            .. Enumerable.Range(0, count).Select(i => new Digit
            {
                Pixels = [.. Enumerable.Range(0, 64).Select(_ => random.NextSingle() * 16)],
                Label = i % 3,
            }),
        ];
    }
}
