using System.Collections.Concurrent;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Tests.Hosting;

[TestClass]
public class ProgressTapTests
{
    // So long that only subscribing and disposing fetch anything.
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void Subscribe_OneOfMLNetsOwnTrainers_IsHeardWithMetricNames()
    {
        var events = new List<ProgressEvent>();
        using (ProgressTap.Subscribe(_context, events.Add, Never))
            _context.BinaryClassification.Trainers.LbfgsLogisticRegression("Flag").Fit(Samples.Data(_context));

        // "LBFGS Optimizer" with these metrics and units: Optimizer.cs of Microsoft.ML.StandardTrainers.
        var optimizer = events.Where(one => one.Operation == "LBFGS Optimizer").ToList();
        Assert.AreEqual(ProgressEventKind.Started, optimizer[0].Kind);
        Assert.AreEqual(ProgressEventKind.Stopped, optimizer[^1].Kind);
        var checkpoints = optimizer.Where(one => one.IsCheckpoint).ToList();
        Assert.IsGreaterThan(2, checkpoints.Count);
        foreach (var one in checkpoints)
        {
            Assert.AreEqual(ProgressEventKind.Progressed, one.Kind);
            Assert.AreEqual("Loss, Improvement", string.Join(", ", one.Metrics.Select(metric => metric.Key)));
            Assert.AreEqual("iterations, gradients", string.Join(", ", one.Units.Select(unit => unit.Name)));
        }

        var losses = checkpoints.Select(one => one.Metrics[0].Value!.Value).ToList();
        CollectionAssert.AreEqual(losses.OrderDescending().ToList(), losses);
    }

    [TestMethod]
    public void Subscribe_Twice_EachHearsEverythingFromItsSubscriptionOn()
    {
        var first = new List<ProgressEvent>();
        var second = new List<ProgressEvent>();
        using var channel = Start("work");
        channel.Checkpoint(1);
        using (ProgressTap.Subscribe(_context, first.Add, Never))
        {
            channel.Checkpoint(2);
            using (ProgressTap.Subscribe(_context, second.Add, Never)) channel.Checkpoint(3);
            channel.Checkpoint(4);
        }

        channel.Checkpoint(5);
        CollectionAssert.AreEqual(new double?[] { 2, 3, 4 }, Losses(first));
        CollectionAssert.AreEqual(new double?[] { 3 }, Losses(second));
    }

    [TestMethod]
    public void Subscribe_AfterTheLastHasGone_StartsAnew()
    {
        using var channel = Start("work");
        using (ProgressTap.Subscribe(_context, _ => { }, Never)) channel.Checkpoint(1);
        channel.Checkpoint(2);
        var events = new List<ProgressEvent>();
        using (ProgressTap.Subscribe(_context, events.Add, Never)) channel.Checkpoint(3);
        CollectionAssert.AreEqual(new double?[] { 3 }, Losses(events));
    }

    [TestMethod]
    public void Subscribe_AnotherContext_HearsNothing()
    {
        var events = new List<ProgressEvent>();
        using (ProgressTap.Subscribe(new MLContext(), events.Add, Never))
        {
            using var channel = Start("work");
            channel.Checkpoint(1);
        }

        Assert.IsEmpty(events);
    }

    [TestMethod]
    public void Subscribe_ListenerThatThrows_StopsNobodyAndSpeaksAtItsOwnDispose()
    {
        var calls = 0;
        var events = new List<ProgressEvent>();
        using var channel = Start("work");
        var bad = ProgressTap.Subscribe(_context, _ => throw new InvalidOperationException($"call {++calls}"), Never);
        using (ProgressTap.Subscribe(_context, events.Add, Never))
        {
            channel.Checkpoint(1);
            channel.Checkpoint(2);
        }

        CollectionAssert.AreEqual(new double?[] { 1, 2 }, Losses(events));
        var error = Assert.ThrowsExactly<AggregateException>(bad.Dispose);
        Assert.AreEqual("call 1", error.InnerExceptions[0].Message);
        Assert.IsGreaterThanOrEqualTo(2, calls);
        bad.Dispose();
    }

    [TestMethod]
    public void Subscribe_LiveValues_ArePulledBetweenCheckpoints()
    {
        using var live = new ManualResetEventSlim();
        using var channel = ((IHostEnvironment)_context).Register("test").StartProgressChannel("work");
        channel.SetHeader(new ProgressHeader(["Loss"], ["epochs"]), entry =>
        {
            entry.SetMetric(0, 0.5);
            entry.SetProgress(0, 3, 30);
        });
        ProgressEvent? heard = null;
        using (ProgressTap.Subscribe(_context, Hear, TimeSpan.FromMilliseconds(5)))
            Assert.IsTrue(live.Wait(TimeSpan.FromSeconds(60)));

        Assert.AreEqual(KeyValuePair.Create("Loss", (double?)0.5), heard!.Metrics.Single());
        Assert.AreEqual(new ProgressUnit("epochs", 3, 30), heard.Units.Single());

        void Hear(ProgressEvent one)
        {
            if (one.Kind is not ProgressEventKind.Progressed || one.IsCheckpoint) return;
            heard = one;
            live.Set();
        }
    }

    [TestMethod]
    public void Subscribe_OperationWhoseValuesCannotBeRead_LosesNoEvents()
    {
        using var broken = ((IHostEnvironment)_context).Register("test").StartProgressChannel("broken");
        broken.SetHeader(new ProgressHeader(["Loss"], []), _ => throw new InvalidOperationException("no values"));
        using var channel = Start("work");
        var events = new List<ProgressEvent>();
        using (ProgressTap.Subscribe(_context, events.Add, Never))
        {
            channel.Checkpoint(1);
            channel.Checkpoint(2);
        }

        CollectionAssert.AreEqual(new double?[] { 1, 2 }, Losses(events));
    }

    [TestMethod]
    public void Subscribe_ManyOperationsAtOnce_LosesNoEventAndKeepsTheirOrder()
    {
        const int Operations = 8, Checkpoints = 500;
        var events = new ConcurrentQueue<ProgressEvent>();
        using (ProgressTap.Subscribe(_context, events.Enqueue, TimeSpan.FromMilliseconds(1)))
        {
            Parallel.For(0, Operations, i =>
            {
                using var channel = Start($"work {i}");
                for (var n = 0; n < Checkpoints; n++) channel.Checkpoint(n);
            });
        }

        var expected = Enumerable.Range(0, Checkpoints).Select(n => (double?)n).ToArray();
        var operations = events.GroupBy(one => one.OperationId).ToList();
        Assert.HasCount(Operations, operations);
        foreach (var operation in operations)
        {
            CollectionAssert.AreEqual(expected, Losses(operation));
            Assert.AreEqual(ProgressEventKind.Started, operation.First().Kind);
            Assert.AreEqual(1, operation.Count(one => one.Kind is ProgressEventKind.Stopped));
        }
    }

    [TestMethod]
    public void Dispose_FromWithinTheListener_IsTheLastCall()
    {
        using var channel = Start("work");
        var calls = 0;
        IDisposable? subscription = null;
        subscription = ProgressTap.Subscribe(_context, one =>
        {
            if (!one.IsCheckpoint) return;
            calls++;
            subscription!.Dispose();
        }, Never);
        channel.Checkpoint(1);
        channel.Checkpoint(2);
        using (ProgressTap.Subscribe(_context, _ => { }, Never)) channel.Checkpoint(3);
        Assert.AreEqual(1, calls);
    }

    [TestMethod]
    public void Dispose_FromWithinTheListener_KeepsTheOrderOfOthers()
    {
        using var channel = Start("work");
        IDisposable? first = null;
        first = ProgressTap.Subscribe(_context, one =>
        {
            if (!one.IsCheckpoint) return;
            channel.Checkpoint(3);
            first!.Dispose();
        }, Never);
        var events = new List<ProgressEvent>();
        using (ProgressTap.Subscribe(_context, events.Add, Never))
        {
            channel.Checkpoint(1);
            channel.Checkpoint(2);
            using (ProgressTap.Subscribe(_context, _ => { }, Never)) Assert.HasCount(2, Losses(events));
        }

        CollectionAssert.AreEqual(new double?[] { 1, 2, 3 }, Losses(events));
    }

    private IProgressChannel Start(string name)
    {
        var channel = ((IHostEnvironment)_context).Register("test").StartProgressChannel(name);
        channel.SetHeader(new ProgressHeader(["Loss"], []), _ => { });
        return channel;
    }

    private static double?[] Losses(IEnumerable<ProgressEvent> events)
        => [.. events.Where(one => one.IsCheckpoint).Select(one => one.Metrics.Single().Value)];
}
