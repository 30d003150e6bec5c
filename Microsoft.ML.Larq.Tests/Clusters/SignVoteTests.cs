using Microsoft.ML.Larq.Clusters.Wires;

namespace Microsoft.ML.Larq.Tests.Clusters;

[TestClass]
public class SignVoteTests
{
    // Counts on both sides of a vector's, a word's and the ranks' number of words; fewer rows than ranks.
    [TestMethod]
    [DataRow(2, 1, 100)]
    [DataRow(2, 200, 100)]
    [DataRow(2, 200, 1)]
    [DataRow(3, 7, 100)]
    [DataRow(3, 64, 3)]
    [DataRow(3, 1000, 2)]
    [DataRow(4, 65, 4)]
    [DataRow(4, 1000, 100)]
    [DataRow(5, 300, 100)]
    [DataRow(8, 5000, 100)]
    [DataRow(8, 5000, 7)]
    public void Run_AnyNumbers_GivesTheMajoritysSignOnAllRanks(int size, int count, int rows)
    {
        for (var step = 1; step <= 2; step++)
        {
            var own = Enumerable.Range(0, size).Select(rank => Numbers((100 * step) + rank, count)).ToArray();
            var results = RanksTests.Run(size, ranks =>
            {
                var numbers = own[ranks.Rank].ToArray();
                new SignVote(ranks).Run(numbers, rows, step);
                return numbers;
            });
            for (var i = 0; i < count; i++)
            {
                var expected = Majority(own, i, rows, step);
                for (var rank = 0; rank < size; rank++)
                    Assert.AreEqual(expected, results[rank][i], $"Number {i} of rank {rank}, step {step}.");
            }
        }
    }

    // One for and one against: 0. Where nobody has a sign, an even number of ranks stays, an odd one goes to and fro.
    [TestMethod]
    public void Run_Ties_AreZero()
    {
        CollectionAssert.AreEqual(new[] { 0f, 1f, -1f, 0f }, Vote(2, 1, [1, 1, -1, 0], [-1, 1, -1, 0]));
        CollectionAssert.AreEqual(new[] { 0f, 1f, 0f }, Vote(4, 1, [1, 1, 0], [1, 1, 0], [-1, 1, 0], [-1, -1, 0]));
        CollectionAssert.AreEqual(new[] { -1f }, Vote(3, 1, [0], [0], [0]));
        CollectionAssert.AreEqual(new[] { 1f }, Vote(3, 2, [0], [0], [0]));
    }

    // 1,280 numbers are 20 words: of two ranks each sends all of its own; of four each sends 15 words of its own, and
    // the results of 5 words to three others, twice, as four votes may be even; of five no result may.
    [TestMethod]
    [DataRow(2, 160)]
    [DataRow(4, 120 + (3 * 40) + (3 * 40))]
    [DataRow(5, 128 + (4 * 32))]
    public void Run_Bytes_AreABitANumber(int size, int bytes)
    {
        foreach (var sent in RanksTests.Run(size, ranks =>
        {
            new SignVote(ranks).Run(new float[1280], 100, 1);
            return ranks.Sent;
        }))
        {
            Assert.AreEqual(bytes, sent);
        }
    }

    [TestMethod]
    [DataRow(false, 4)]
    [DataRow(true, 2)]
    public void Sum_Bytes_AreThoseOfTheFormat(bool inBFloat16, int size)
    {
        foreach (var sent in RanksTests.Run(4, ranks =>
        {
            ranks.Sum(new float[1000], inBFloat16);
            return ranks.Sent;
        }))
        {
            Assert.AreEqual(2 * 750 * size, sent);
        }
    }

    private static float[] Vote(int size, long step, params float[][] own) => RanksTests.Run(size, ranks =>
    {
        var numbers = own[ranks.Rank].ToArray();
        new SignVote(ranks).Run(numbers, 100, step);
        return numbers;
    })[^1];

    private static float Majority(float[][] own, int i, int rows, int step)
    {
        var sum = 0;
        for (var rank = 0; rank < own.Length; rank++)
        {
            var hasRows = (long)rows * (rank + 1) / own.Length > (long)rows * rank / own.Length;
            if (!hasRows) continue;
            var number = own[rank][i];
            sum += number > 0 ? 1 : number < 0 ? -1 : (rank + step) % 2 == 0 ? 1 : -1;
        }

        return Math.Sign(sum);
    }

    private static float[] Numbers(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(8) == 0 ? 0 : random.NextSingle() - 0.5f)];
    }
}
