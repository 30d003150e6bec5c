using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Plan;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public class AllocationTests
{
    [TestMethod]
    public void Score_AfterTheFirstRow_AllocatesNothing()
    {
        var images = new PackedCase(1, new TensorShape(9, 9, 3), x => x
            .Conv2D(16, 3, padding: PadMode.Same).BatchNormalization(epsilon: PackedCase.Epsilon)
            .Residual(y => y.QuantConv2D(
                16, 3, padding: PadMode.Same, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")
                .BatchNormalization(epsilon: PackedCase.Epsilon).Activation(ActivationFunction.HardTanh))
            .QuantConv2D(40, 3, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")
            .MaxPool2D(2).Concatenate(x.Conv2D(2, 3).AveragePool2D(2)).GlobalAveragePool().Dense(5));
        var vectors = new PackedCase(2, new TensorShape(7), x => x
            .QuantileThermometer(5).QuantDense(70, kernelQuantizer: "ste_sign")
            .BatchNormalization(epsilon: PackedCase.Epsilon).QuantDense(3, "ste_sign", "ste_sign"));
        NetworkTensor Depthwise(NetworkTensor x) => x.QuantDepthwiseConv2D(
            3, 1, PadMode.Same, 0, 1, "ste_sign", "ste_sign").BatchNormalization(epsilon: PackedCase.Epsilon);
        var further = new PackedCase(3, new TensorShape(6, 5, 9), x => Depthwise(Depthwise(x))
            .QuantSeparableConv2D(16, 3, 1, PadMode.Same, 0, 1, "ste_sign", "ste_sign", "ste_sign")
            .QuantConv2DTranspose(12, 3, 2, PadMode.Same, null, "ste_sign", "ste_sign")
            .QuantLocallyConnected2D(8, 3, 2, "ste_sign", "ste_sign").DepthwiseConv2D(2).Conv2DTranspose(3, 2)
            .LocallyConnected2D(2, 2).Reshape([-1, 1, 1, 2])
            .QuantConv3D(4, (3, 1, 1), 1, PadMode.Same, 1, "ste_sign", "ste_sign").Flatten().Dense(2));
        var levels = new PackedCase(4, new TensorShape(9, 9, 3), x => x
            .QuantConv2D(96, 3, inputQuantizer: "dorefa_quantizer", kernelQuantizer: "ste_sign").MaxPool2D(2)
            .QuantConv2D(9, 3, inputQuantizer: "dorefa_quantizer", kernelQuantizer: "magnitude_aware_sign")
            .Flatten().QuantDense(5, "dorefa_quantizer(k_bit=9)", "ste_sign"));
        Assert.AreEqual(2, levels.Network.Report.Layers.Count(layer => layer.IsPacked));
        foreach (var one in new[] { images, vectors, further, levels })
        {
            var row = one.Row();
            foreach (var network in one.Networks)
            {
                var scores = new float[network.OutputSize];
                for (var i = 0; i < 3; i++) network.Score(row, scores);
                Assert.AreEqual(0, Least(() =>
                {
                    for (var i = 0; i < 50; i++) network.Score(row, scores);
                }));
            }
        }
    }

    // Every thread that scores is asked for itself, so that what the rest of the process allocates does not matter.
    [TestMethod]
    public void Score_OnThreadsAfterTheFirstRows_AllocatesNothingOnAny()
    {
        const int Threads = 3;
        foreach (var one in BatchTests.Cases())
        {
            var rows = BatchTests.Rows(one, 200);
            foreach (var network in one.Networks[..^1])
            {
                // A worker that ends gives its memory back, and takes new memory when it is wanted again: here none
                // ends, however slow the machine is.
                var workers = new WorkerPool(Threads - 1, TimeSpan.FromDays(1));
                var probe = new Probe(workers, Threads);
                var scores = new float[200 * network.OutputSize];
                network.ShareAll(workers);
                Score();
                var before = probe.OfWorkers();
                Assert.AreEqual(0, Least(Score));
                Assert.HasCount(Threads - 1, before);
                CollectionAssert.AreEqual(before, probe.OfWorkers());

                void Score()
                {
                    for (var i = 0; i < 10; i++)
                    {
                        // Once when they watch and once when they sleep.
                        if (i % 2 == 0) Thread.Sleep(2);
                        network.Score(rows, scores, Threads);
                        network.Score(rows.AsSpan(0, network.InputSize), scores.AsSpan(0, network.OutputSize), Threads);
                    }
                }
            }
        }
    }

    // The bytes of the best of some attempts: what a row allocates, every attempt has; what a collection that others
    // start in between adds to the thread's account, one alone.
    private static long Least(Action work)
    {
        var least = long.MaxValue;
        for (var attempt = 0; attempt < 5 && least != 0; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    /// <summary>Asks every thread how much it has allocated.</summary>
    private sealed class Probe(WorkerPool workers, int threads) : IPartedWork
    {
        private readonly SharedWork _shared = new(workers, 0);
        private readonly long[] _bytes = new long[threads];
        private readonly int[] _ids = new int[threads];
        private int _came;

        /// <summary>Each worker's number and its bytes, in the order of numbers.</summary>
        public (int Id, long Bytes)[] OfWorkers()
        {
            // A worker that is late for the work before does not come; the next time it does.
            do
            {
                _came = 0;
                _shared.Run(this, threads, threads);
            }
            while (_ids.Distinct().Count() < threads);

            return [.. _ids.Zip(_bytes).Where(pair => pair.First != Environment.CurrentManagedThreadId).Order()];
        }

        public void Run(Share share, Span<ulong> scratch)
        {
            _ids[share.Part] = Environment.CurrentManagedThreadId;
            _bytes[share.Part] = GC.GetAllocatedBytesForCurrentThread();
            Interlocked.Increment(ref _came);
            for (var i = 0; i < 1000 && Volatile.Read(ref _came) < threads; i++) Thread.Sleep(0);
        }
    }
}
