using Larq.ModelBuilder.Running;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Running;

[TestClass]
public sealed class RunFeedTests
{
    private static TrainingAdvanced Step(int batch, bool completed = false) => new()
    {
        Epoch = 1,
        Epochs = 1,
        Batch = batch,
        Batches = 9,
        EpochCompleted = completed,
        Fraction = 0,
        RowsPerSecond = double.NaN,
        SecondsLeft = double.PositiveInfinity,
        Values = new Dictionary<string, double?> { ["Loss"] = null },
    };

    [TestMethod]
    public void Publish_Events_NumbersThemAndKeepsTheLatestStepAlone()
    {
        var feed = new RunFeed();
        var heard = new List<RunEvent>();
        feed.Published += heard.Add;
        feed.Publish(new StageBegun("a"));
        feed.Publish(Step(1));
        feed.Publish(Step(2));
        feed.Publish(Step(3, completed: true));
        feed.Publish(Step(1));
        CollectionAssert.AreEqual((long[])[1, 2, 3, 4, 5], heard.Select(happened => happened.Id).ToArray());
        CollectionAssert.AreEqual((long[])[1, 4, 5], feed.Since(0).Select(happened => happened.Id).ToArray());
        CollectionAssert.AreEqual((long[])[5], feed.Since(4).Select(happened => happened.Id).ToArray());
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task ReadAsync_WhileEventsCome_HearsAllOfThemOnceAndEnds()
    {
        var feed = new RunFeed();
        feed.Publish(new StageBegun("before"));
        var reading = Task.Run(async () =>
        {
            var read = new List<long>();
            await foreach (var happened in feed.ReadAsync(0)) read.Add(happened.Id);
            return read;
        });
        await Parallel.ForAsync(0, 200, (i, _) =>
        {
            feed.Publish(new StageBegun($"{i}"));
            return ValueTask.CompletedTask;
        });
        feed.Publish(new RunEnded(RunStatus.Done, 0, ""));
        CollectionAssert.AreEqual(Enumerable.Range(1, 202).Select(id => (long)id).ToArray(), await reading);
    }

    [TestMethod]
    public void Line_OfAnEvent_IsOneLineOfJsonWithoutNaN()
    {
        var line = RunJson.Line(Step(1));
        Assert.DoesNotContain("\n", line);
        Assert.DoesNotContain("NaN", line);
        StringAssert.StartsWith(line, "{\"event\":\"progress\",\"id\":0,");
    }
}
