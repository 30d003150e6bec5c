using Microsoft.ML.Larq.Training.Data;

namespace Microsoft.ML.Larq.Tests.Training.Data;

[TestClass]
public class EpochSeedTests
{
    // By hand: (1,000,003 · seed) xor (7,919 · epoch). Checkpoints go on from orders that these were drawn with.
    [TestMethod]
    [DataRow(0, 0, 0)]
    [DataRow(1, 1, 1_006_764)]
    [DataRow(1, 2, 1_015_709)]
    [DataRow(2, 1, 2_005_609)]
    public void Of_SeedAndEpoch_IsTheSameForEver(int seed, int epoch, int expected) =>
        Assert.AreEqual(expected, EpochSeed.Of(seed, epoch));

    [TestMethod]
    public void Of_NeighbouringSeedsAndEpochs_AreAllDifferent()
    {
        var seen = new HashSet<int>();
        for (var seed = -5; seed <= 5; seed++)
        {
            for (var epoch = 1; epoch <= 100; epoch++)
                Assert.IsTrue(seen.Add(EpochSeed.Of(seed, epoch)), $"seed {seed}, epoch {epoch}");
        }
    }
}
