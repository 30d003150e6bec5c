using System.Diagnostics;
using Microsoft.ML.Larq.Clusters.Threads;
using Microsoft.ML.Larq.Clusters.Wires;

namespace Microsoft.ML.Larq.Tests.Clusters;

[TestClass]
public class RanksTests
{
    // Lengths on both sides of the ranks' number and of a vector's length.
    [TestMethod]
    [DataRow(2, 1)]
    [DataRow(2, 35)]
    [DataRow(3, 2)]
    [DataRow(4, 1000)]
    public void Sum_ManyNumbers_AddsInTheOrderOfTheRanks(int size, int count)
    {
        float[][] own = [.. Enumerable.Range(0, size).Select(rank => Numbers(rank, count))];
        var sums = Run(size, ranks =>
        {
            var numbers = own[ranks.Rank].ToArray();
            ranks.Sum(numbers);
            return numbers;
        });
        for (var i = 0; i < count; i++)
        {
            var expected = own[0][i];
            for (var rank = 1; rank < size; rank++) expected += own[rank][i];
            foreach (var sum in sums) Assert.AreEqual(expected, sum[i], $"Number {i}.");
        }
    }

    [TestMethod]
    public void Sum_Doubles_AddsInTheOrderOfTheRanks()
    {
        double[] values = [1e16, 1, -1e16];
        foreach (var sum in Run(3, ranks =>
        {
            double[] number = [values[ranks.Rank]];
            ranks.Sum(number);
            return number[0];
        }))
        {
            Assert.AreEqual((1e16 + 1) - 1e16, sum);
        }
    }

    [TestMethod]
    public void GatherBytes_OtherLengths_GivesEachRanks()
    {
        foreach (var all in Run(4, ranks =>
            ranks.GatherBytes(Enumerable.Repeat((byte)ranks.Rank, 3 * ranks.Rank).ToArray())))
        {
            for (var rank = 0; rank < 4; rank++)
                CollectionAssert.AreEqual(Enumerable.Repeat((byte)rank, 3 * rank).ToArray(), all[rank]);
        }
    }

    [TestMethod]
    public void OfFirst_OtherValues_GivesRank0s()
    {
        CollectionAssert.AreEqual(new[] { 7, 7, 7 }, Run(3, ranks => ranks.OfFirst(7 + ranks.Rank)));
        CollectionAssert.AreEqual(
            new[] { 2, 2, 2 }, Run(3, ranks => ranks.BytesOfFirst(new byte[2 + ranks.Rank]).Length));
        CollectionAssert.AreEqual(new[] { true, true }, Run(2, ranks => ranks.Any(ranks.Rank == 1)));
        CollectionAssert.AreEqual(new[] { false, false }, Run(2, ranks => ranks.Any(false)));
    }

    [TestMethod]
    public void Part_AnyCount_PartsItWhole()
    {
        _ = Run(3, ranks =>
        {
            for (var count = 0; count < 10; count++)
            {
                var next = 0;
                for (var rank = 0; rank < 3; rank++)
                {
                    var (start, length) = ranks.Part(rank, count);
                    Assert.AreEqual(next, start);
                    Assert.AreEqual(count / 3.0, length, 0.99);
                    next = start + length;
                }

                Assert.AreEqual(count, next);
            }

            return 0;
        });
    }

    [TestMethod]
    public void Alone_Everything_ChangesNothing()
    {
        float[] numbers = [1, 2];
        Ranks.Alone.Sum(numbers);
        CollectionAssert.AreEqual(new float[] { 1, 2 }, numbers);
        CollectionAssert.AreEqual(new byte[] { 5 }, Ranks.Alone.GatherBytes([5]).Single());
        Assert.AreEqual(3, Ranks.Alone.OfFirst(3));
        Assert.AreEqual((0, 7), Ranks.Alone.Part(0, 7));
    }

    // The other ranks wait for what never comes; the one that failed throws what it threw.
    [TestMethod]
    [DataRow(0)]
    [DataRow(2)]
    public void Run_ARankThrows_AllEndNamingIt(int failing)
    {
        var clock = Stopwatch.StartNew();
        var errors = new Exception?[3];
        var error = Assert.Throws<Exception>(() => Run(3, ranks =>
        {
            try
            {
                if (ranks.Rank == failing) throw new NotSupportedException("no luck");
                return ranks.OfFirst(ranks.OfFirst(1));
            }
            catch (Exception caught)
            {
                errors[ranks.Rank] = caught;
                throw;
            }
        }));
        Assert.IsLessThan(60, clock.Elapsed.TotalSeconds);
        foreach (var (rank, caught) in errors.Index())
        {
            Assert.AreEqual(
                rank == failing ? "no luck" : $"Rank {failing} of 3 ended the training: no luck", caught!.Message);
        }

        Assert.AreEqual(errors[0]!.Message, error.Message);
        if (failing != 0) Assert.IsInstanceOfType<NotSupportedException>(error.InnerException);
    }

    // Of 899 and 900 units before it, a character of two is cut off whole, or goes whole.
    [TestMethod]
    [DataRow(898, 901)]
    [DataRow(899, 900)]
    [DataRow(900, 901)]
    public void Notice_LongReason_EndsWithAWholeCharacter(int before, int length)
    {
        var notice = Notice.Read(1, new Notice(1, false, new string('x', before) + "😀😀😀").ToBytes());
        Assert.DoesNotContain('�', notice.Reason);
        Assert.EndsWith("…", notice.Reason);
        Assert.AreEqual(length, notice.Reason.Length);
    }

    [TestMethod]
    public void Run_ARankNeverComes_EndsAfterThePatience()
    {
        using var over = new ManualResetEventSlim();
        var cluster = new ThreadCluster(2, new ClusterChoices(false, false, TimeSpan.FromSeconds(0.5)));
        var error = Assert.ThrowsExactly<RankFailedException>(() => cluster.RunAll(ranks =>
        {
            if (ranks.Rank == 1)
            {
                over.Wait();
                return 0;
            }

            try
            {
                return ranks.OfFirst(1);
            }
            finally
            {
                over.Set();
            }
        }));
        StringAssert.Contains(error.Message, "Rank 0 of 2 has waited 0.5 seconds for rank 1");
    }

    [TestMethod]
    public void Run_RanksDoDifferentThings_IsAnError()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Run(2, ranks =>
            ranks.Rank == 0 ? ranks.OfFirst(1) : ranks.OfFirst(1L)));
        StringAssert.Contains(error.Message, "the ranks do not do the same");
    }

    [TestMethod]
    public void Run_Cancelled_IsCancelledEverywhere() => Assert.ThrowsExactly<OperationCanceledException>(() => Run(2,
        ranks => ranks.Rank == 1 ? throw new OperationCanceledException() : ranks.OfFirst(1)));

    internal static T[] Run<T>(int size, Func<Ranks, T> work, bool shares = false, bool together = false) =>
        new ThreadCluster(size, new ClusterChoices(shares, together, TimeSpan.FromSeconds(60))).RunAll(work);

    private static float[] Numbers(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * MathF.Exp(random.Next(20)))];
    }
}
