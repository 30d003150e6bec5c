using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Clusters;
using Microsoft.ML.Larq.Clusters.Threads;
using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests.Clusters;

[TestClass]
public class WireFitTests
{
    private readonly MLContext _context = new(seed: 1);

    // 90 rows: with 4 ranks of 11 two have none in the last step.
    [TestMethod]
    [DataRow(2, GradientWire.BFloat16)]
    [DataRow(3, GradientWire.BFloat16)]
    [DataRow(4, GradientWire.BFloat16)]
    [DataRow(2, GradientWire.OneBit)]
    [DataRow(3, GradientWire.OneBit)]
    [DataRow(4, GradientWire.OneBit)]
    public void Fit_AnyWire_IsOneModelTheSameAgainAndAnother(int size, GradientWire wire)
    {
        foreach (var binary in new[] { Optimize.Lion(0.01), Optimize.SignSgd(0.01), Optimize.SignSgd(0.01, 0.9) })
        {
            var models = Fit(size, wire, Given);
            foreach (var model in models) CollectionAssert.AreEqual(Trainers.Bytes(models[0]), Trainers.Bytes(model));
            CollectionAssert.AreEqual(Trainers.Bytes(models[0]), Trainers.Bytes(Fit(size, wire, Given)[0]));
            CollectionAssert.AreNotEqual(
                Trainers.Bytes(models[0]), Trainers.Bytes(Fit(size, GradientWire.Exact, Given)[0]));

            Options Given() => Options(Optimize.Case(binary, Optimize.Adam(0.01f)), batch: 11);
        }
    }

    [TestMethod]
    [DataRow(GradientWire.BFloat16)]
    [DataRow(GradientWire.OneBit)]
    public void Fit_AnyWire_Learns(GradientWire wire)
    {
        var model = Fit(2, wire, () => Options(Optimize.Case(Optimize.Lion(0.01), Optimize.Adam(0.01f)), 60, 8))[0];
        Assert.IsGreaterThan(0.9, model.History[MetricNames.Accuracy][^1]);
    }

    [TestMethod]
    [DataRow(2, GradientWire.BFloat16)]
    [DataRow(3, GradientWire.OneBit)]
    public void Fit_Checkpoints_ResumeToTheSameBits(int size, GradientWire wire)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"larq-wire-{Guid.NewGuid():N}");
        try
        {
            var whole = Fit(Given());
            var stopped = Given();
            stopped.Checkpoints = new CheckpointOptions(folder);
            stopped.Callbacks = [new Stopper()];
            Assert.Throws<OperationCanceledException>(() => Fit(stopped));
            var resumed = Given();
            resumed.ResumeFrom = folder;
            CollectionAssert.AreEqual(Trainers.Bytes(whole), Trainers.Bytes(Fit(resumed)));
            var other = Given();
            (other.ResumeFrom, other.Cluster) = (folder, Cluster.InProcess(size));
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentException>(() => Fit(other)).Message,
                $"the number of ranks: {size}, which send {wire} there, {size} here");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Options Given()
        {
            var options = Options(Optimize.Case(Optimize.Lion(0.01), Optimize.Adam(0.01f)), epochs: 4);
            options.Cluster = Cluster.InProcess(size, wire: wire);
            return options;
        }
    }

    [TestMethod]
    public void Fit_OptimizerThatNeedsSizes_IsRefusedWithOneBit()
    {
        RequireRefused(
            Options(Optimize.Adam(0.01f)),
            "Option Optimizer: Adam trains 'quant_dense/kernel', of which the cluster's wire OneBit sends signs alone");
        RequireRefused(
            Options(Optimize.Case(Optimize.Bop(), Optimize.Lion())),
            "Option Optimizer: Bop trains 'quant_dense/kernel'");
        RequireRefused(
            Options(Optimize.Case(
                Optimize.Lion(), ("one", weight => weight.Layer == "quant_dense_1", Optimize.Sgd(0.1)))),
            "Option Optimizer: Sgd trains 'quant_dense_1/kernel'");
        var clipped = Options(Optimize.Lion());
        clipped.GradientClipping = GradientClipping.ByGlobalNorm(1);
        RequireRefused(clipped, "Option GradientClipping: the cluster's wire OneBit sends signs");
    }

    [TestMethod]
    public void Fit_OtherWires_IsAnErrorOnAllRanks()
    {
        var hub = new ThreadHub(2);
        var errors = new Exception?[2];
        Thread[] threads =
        [
            .. Enumerable.Range(0, 2).Select(rank => new Thread(() => errors[rank] = Assert.Throws<Exception>(
                () => Trained(new Ranks(new ThreadEndpoint(hub, rank), Choices(rank)))))),
        ];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        foreach (var error in errors)
        {
            StringAssert.Contains(
                error!.Message, "ranks 0 and 1 differ in the wire of gradients: Exact and BFloat16",
                StringComparison.OrdinalIgnoreCase);
        }

        static ClusterChoices Choices(int rank) =>
            new(false, false, TimeSpan.FromSeconds(60), rank == 0 ? GradientWire.Exact : GradientWire.BFloat16);

        BinarizedNetworkTransformer Trained(Ranks ranks) =>
            _context.Larq().BinaryNet(Options(Optimize.Lion())).Fit(Trainers.Table(_context), null, ranks);
    }

    [TestMethod]
    public void Cluster_NoSuchWire_IsRefused()
    {
        foreach (var error in new[]
        {
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Cluster.InProcess(2, wire: (GradientWire)3)),
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Cluster.Mpi(wire: (GradientWire)(-1))),
        })
        {
            Assert.AreEqual("wire", error.ParamName);
            StringAssert.Contains(error.Message, "Exact, BFloat16, OneBit");
        }
    }

    private void RequireRefused(Options options, string message)
    {
        options.Cluster = Cluster.InProcess(2, wire: GradientWire.OneBit);
        StringAssert.StartsWith(Assert.ThrowsExactly<ArgumentException>(() => Fit(options)).Message, message);
    }

    private BinarizedNetworkTransformer Fit(Options options) =>
        _context.Larq().BinaryNet(options).Fit(Trainers.Table(_context));

    private BinarizedNetworkTransformer[] Fit(int size, GradientWire wire, Func<Options> options) =>
        new ThreadCluster(size, new ClusterChoices(false, false, TimeSpan.FromSeconds(60), wire)).RunAll(
            ranks => _context.Larq().BinaryNet(options()).Fit(Trainers.Table(_context), null, ranks));

    private static Options Options(OptimizerSpec optimizer, int epochs = 3, int batch = 16)
    {
        var options = Trainers.Options(epochs: epochs);
        (options.Optimizer, options.BatchSize, options.NumberOfThreads) = (optimizer, batch, 1);
        return options;
    }

    private sealed class Stopper : TrainingCallback
    {
        private int _epochs;

        public override void OnEpochEnd(TrainingContext training)
        {
            if (++_epochs == 2) throw new OperationCanceledException();
        }
    }
}
