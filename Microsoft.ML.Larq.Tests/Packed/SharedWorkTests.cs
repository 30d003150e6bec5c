using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>Parts of some work, shared out over workers: each once, on no more threads than asked for.</summary>
[TestClass]
public class SharedWorkTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(5)]
    public void Run_ThousandsOfWorks_EachPartOnce(int threads)
    {
        var shared = new SharedWork(new WorkerPool(7), 3);
        var counts = new int[40];
        for (var i = 1; i <= 5000; i++)
        {
            var parts = 1 + (i % counts.Length);
            Array.Clear(counts);
            shared.Run(
                new Work((share, scratch) =>
                {
                    Assert.AreEqual(parts, share.Of);
                    Assert.IsGreaterThanOrEqualTo(3, scratch.Length);
                    counts[share.Part]++;
                }),
                parts, threads);
            Assert.AreEqual(parts, counts.Count(count => count == 1));
            Assert.AreEqual(parts, counts.Sum());
        }
    }

    // Each part waits for all others to begin, so that it hangs where a worker does not come.
    [TestMethod]
    public void Run_AsManyPartsAsThreads_AllRunAtOnceEveryTime()
    {
        const int Threads = 4;
        var shared = new SharedWork(new WorkerPool(7), 0);
        for (var i = 0; i < 2000; i++)
        {
            var meeting = new Meeting(Threads);
            shared.Run(new Work((_, _) => meeting.Await()), Threads, Threads);
        }
    }

    [TestMethod]
    public void Run_MorePartsThanThreads_NoMoreAtOnceThanAskedFor()
    {
        const int Threads = 3;
        var (now, most) = (0, 0);
        var shared = new SharedWork(new WorkerPool(7), 0);
        var work = new Work((_, _) =>
        {
            var count = Interlocked.Increment(ref now);
            for (int seen; (seen = Volatile.Read(ref most)) < count;)
                Interlocked.CompareExchange(ref most, count, seen);
            Thread.SpinWait(20);
            Interlocked.Decrement(ref now);
        });
        for (var i = 0; i < 3000; i++) shared.Run(work, 9, Threads);
        Assert.IsLessThanOrEqualTo(Threads, most);
    }

    [TestMethod]
    public void Run_ManyCallersOfFewWorkers_EachGetsAllItsParts()
    {
        var workers = new WorkerPool(3);
        Together(8, caller =>
        {
            var shared = new SharedWork(workers, 1);
            for (var i = 0; i < 2000; i++)
            {
                long sum = 0;
                var parts = 2 + ((i + caller) % 11);
                shared.Run(new Work((share, scratch) =>
                {
                    scratch[0] = (ulong)(share.Part + 1);
                    Interlocked.Add(ref sum, (long)scratch[0]);
                }), parts, 1 + (i % 5));
                Assert.AreEqual(parts * (parts + 1) / 2, sum);
            }
        });
    }

    [TestMethod]
    public void Run_EveryWorkerIsBusy_TheCallerRunsAllParts()
    {
        var workers = new WorkerPool(1);
        var (begun, over) = (new Meeting(3), new ManualResetEventSlim());
        var other = new Thread(() => new SharedWork(workers, 0).Run(
            new Work((_, _) =>
            {
                begun.Await();
                over.Wait();
            }), 2, 2));
        other.Start();
        begun.Await();
        var threads = new List<int>();
        new SharedWork(workers, 0).Run(new Work((_, _) => threads.Add(Environment.CurrentManagedThreadId)), 9, 2);
        over.Set();
        other.Join();
        Assert.HasCount(9, threads);
        Assert.IsTrue(threads.All(id => id == Environment.CurrentManagedThreadId));
    }

    [TestMethod]
    public void Run_PartsThatShareOutWorkThemselves_RunAll()
    {
        var workers = new WorkerPool(3);
        var (outer, count) = (new SharedWork(workers, 0), 0);
        for (var i = 0; i < 500; i++)
        {
            outer.Run(new Work((_, _) => new SharedWork(workers, 0).Run(new Work((_, _) =>
                new SharedWork(workers, 0).Run(
                    new Work((_, _) => Interlocked.Increment(ref count)), 3, 3)), 3, 2)), 4, 4);
        }

        Assert.AreEqual(500 * 4 * 3 * 3, count);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    public void Run_PartsThatFail_TheCallerGetsTheErrorAndTheOthersRan(int threads)
    {
        var shared = new SharedWork(new WorkerPool(3), 0);
        for (var i = 0; i < 200; i++)
        {
            var (ran, bad) = (0, i % 6);
            var error = Assert.ThrowsExactly<FormatException>(() => shared.Run(new Work((share, _) =>
            {
                Interlocked.Increment(ref ran);
                if (share.Part == bad) throw new FormatException($"part {bad}");
            }), 6, threads));
            Assert.AreEqual($"part {bad}", error.Message);
            Assert.AreEqual(6, ran);
            shared.Run(new Work((_, _) => ran++), 1, threads);
            Assert.AreEqual(7, ran);
        }
    }

    [TestMethod]
    public void Run_AfterAWorkerSleptForLong_ItHasEndedAndAnotherComes()
    {
        var shared = new SharedWork(new WorkerPool(1, TimeSpan.FromMilliseconds(20)), 0);
        for (var i = 0; i < 3; i++)
        {
            var worker = Worker(shared);
            Assert.IsTrue(worker.IsBackground, "or the process could not end");
            Assert.IsTrue(worker.Join(TimeSpan.FromMinutes(1)));
        }
    }

    // Before, while and after it falls asleep.
    [TestMethod]
    public void Run_AfterAnyPause_TheWorkerComes()
    {
        var shared = new SharedWork(new WorkerPool(1), 0);
        var worker = Worker(shared);
        for (var i = 0; i < 400; i++)
        {
            var end = DateTime.UtcNow.AddMicroseconds(i);
            while (DateTime.UtcNow < end) Thread.SpinWait(1);
            Assert.AreSame(worker, Worker(shared));
        }
    }

    private static Thread Worker(SharedWork shared)
    {
        Thread? worker = null;
        var (caller, meeting) = (Thread.CurrentThread, new Meeting(2));
        shared.Run(new Work((_, _) =>
        {
            if (Thread.CurrentThread != caller) worker = Thread.CurrentThread;
            meeting.Await();
        }), 2, 2);
        return worker!;
    }

    private static void Together(int count, Action<int> action)
    {
        Exception? error = null;
        var threads = Enumerable.Range(0, count).Select(id => new Thread(() =>
        {
            try
            {
                action(id);
            }
            catch (Exception thrown)
            {
                error = thrown;
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        if (error is not null) Assert.Fail(error.ToString());
    }

    private delegate void Part(Share share, Span<ulong> scratch);

    private sealed class Work(Part part) : IPartedWork
    {
        public void Run(Share share, Span<ulong> scratch) => part(share, scratch);
    }

    /// <summary>Lets nobody go on before all are there.</summary>
    private sealed class Meeting(int expected)
    {
        private int _here;

        public void Await()
        {
            Interlocked.Increment(ref _here);
            var end = DateTime.UtcNow.AddMinutes(1);
            while (Volatile.Read(ref _here) < expected)
            {
                Assert.IsTrue(DateTime.UtcNow < end, $"{_here} of {expected} came");
                Thread.Yield();
            }
        }
    }
}
