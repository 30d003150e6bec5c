using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Clusters;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Tests.Progress;
using Microsoft.ML.Larq.Tests.Training.Callbacks;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests.Clusters;

/// <summary>Rank 0 alone writes checkpoints: what its disk refuses must not set it apart from the others.</summary>
[TestClass]
[DoNotParallelize]
public class ClusterDiskTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("larq-ranks-disk-").FullName;

    [TestCleanup]
    public void CleanUp() => Directory.Delete(_folder, recursive: true);

    // Every second epoch of 6; there is no room in epochs 2 and 3, so that rank 0 tries again out of turn.
    [TestMethod]
    [DataRow(2, GradientWire.Exact)]
    [DataRow(3, GradientWire.OneBit)]
    public void Fit_DiskFullForAWhile_EndsWithTheSameModelAndResumes(int size, GradientWire wire)
    {
        var whole = Fit(Given());
        using (var disk = new FullDisk(path => path.StartsWith(_folder, StringComparison.Ordinal), 1000))
        {
            var options = Given();
            options.Checkpoints = new CheckpointOptions(_folder, every: 2);
            options.Callbacks = [new Hooks { EpochEnd = training => disk.IsFull = training.Progress.Epoch is 2 or 3 }];
            CollectionAssert.AreEqual(whole, Fit(options));
        }

        Assert.AreEqual("4 6", string.Join(' ', CheckpointFolder.Epochs(_folder)));
        File.Delete(CheckpointFolder.PathOf(_folder, 6));
        var resumed = Given();
        resumed.ResumeFrom = _folder;
        CollectionAssert.AreEqual(whole, Fit(resumed));

        Options Given()
        {
            var options = Trainers.Options(epochs: 6);
            options.Optimizer = Optimize.Case(Optimize.Lion(0.01), Optimize.Adam(0.01f));
            options.NumberOfThreads = 1;
            options.Cluster = Cluster.InProcess(size, patience: TimeSpan.FromSeconds(60), wire: wire);
            return options;
        }
    }

    private byte[] Fit(Options options) =>
        Trainers.Bytes(_context.Larq().BinaryNet(options).Fit(Trainers.Table(_context)));
}
