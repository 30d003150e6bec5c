using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Tests.Progress;
using Microsoft.ML.Larq.Tests.Training.Callbacks;
using Microsoft.ML.Runtime;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests.Checkpoints;

/// <summary>What the disk refuses while training runs: it warns, goes on, and tries again.</summary>
[TestClass]
[DoNotParallelize]
public class CheckpointDiskTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly string _parent = Directory.CreateTempSubdirectory("larq-disk").FullName;
    private readonly List<string> _warnings = [];

    private string Folder => Path.Combine(_parent, "checkpoints");

    [TestInitialize]
    public void Listen() => _context.Log += (_, message) =>
    {
        if (message.Kind == ChannelMessageKind.Warning && !IsOfFewSteps(message)) _warnings.Add(message.RawMessage);
    };

    [TestCleanup]
    public void Delete() => Directory.Delete(_parent, recursive: true);

    // No room in epochs 3 and 4 of 6; the next one is written although only every third is asked for.
    [TestMethod]
    public void Fit_DiskFullForAWhile_WarnsGoesOnAndWritesTheNext()
    {
        var expected = Weights(Options());
        using var disk = new FullDisk(path => path.StartsWith(Folder, StringComparison.Ordinal), 1000);
        var options = Options();
        options.Checkpoints = new CheckpointOptions(Folder, every: 3);
        options.Callbacks = [new Hooks { EpochEnd = training => disk.IsFull = training.Progress.Epoch is 3 or 4 }];
        CollectionAssert.AreEqual(expected, Weights(options));
        Assert.AreEqual("5 6", string.Join(' ', CheckpointFolder.Epochs(Folder)));
        Assert.HasCount(2, _warnings);
        foreach (var (epoch, warning) in new[] { 3, 4 }.Zip(_warnings))
        {
            StringAssert.StartsWith(
                warning,
                $"checkpoint_not_kept: Option Checkpoints: that of epoch {epoch} could not be written to folder "
                + $"'{Folder}': "
                + FullDisk.Message);
            StringAssert.EndsWith(
                warning, "There is no earlier one. Training goes on, and tries again an epoch later.");
        }

        Assert.HasCount(2, Directory.GetFileSystemEntries(Folder), "Nothing unfinished is left, nor the lock.");
    }

    [TestMethod]
    public void Fit_DiskFullAtTheEnd_SaysWhichEarlierOnesAreWhole()
    {
        var whole = Weights(Options());
        using (var disk = new FullDisk(path => path.StartsWith(Folder, StringComparison.Ordinal), 1000))
        {
            var options = Options();
            options.Checkpoints = new CheckpointOptions(Folder);
            options.Callbacks = [new Hooks { EpochEnd = training => disk.IsFull = training.Progress.Epoch == 6 }];
            Weights(options);
        }

        StringAssert.EndsWith(_warnings.Single(), "of epochs 3, 4, 5 are whole. Training has ended.");
        var resumed = Options();
        resumed.ResumeFrom = Folder;
        CollectionAssert.AreEqual(whole, Weights(resumed));
    }

    [TestMethod]
    public void Fit_FolderDeleted_IsMadeAgainWithAWarning()
    {
        var whole = Weights(Options());
        var options = Options();
        options.Checkpoints = new CheckpointOptions(Folder);
        options.Callbacks = [new Hooks
        {
            EpochEnd = training =>
            {
                if (training.Progress.Epoch == 4) Directory.Delete(Folder, recursive: true);
            },
        }];
        CollectionAssert.AreEqual(whole, Weights(options));
        Assert.AreEqual("4 5 6", string.Join(' ', CheckpointFolder.Epochs(Folder)));
        Assert.AreEqual(
            $"checkpoint_not_kept: Option Checkpoints: folder '{Folder}' was gone after epoch 4 and has been made "
            + "again; the checkpoints "
            + "that were in it are lost.",
            _warnings.Single());
    }

    // A file stands where the folder was, for two epochs: no one can write there, whatever his rights.
    [TestMethod]
    public void Fit_FolderReplacedByAFile_WarnsEachTimeUntilThereIsRoom()
    {
        var options = Options();
        options.Checkpoints = new CheckpointOptions(Folder, keep: 1);
        options.Callbacks = [new Hooks
        {
            EpochEnd = training =>
            {
                if (training.Progress.Epoch == 2)
                {
                    Directory.Delete(Folder, recursive: true);
                    File.WriteAllText(Folder, "");
                }

                if (training.Progress.Epoch == 4) File.Delete(Folder);
            },
        }];
        Weights(options);
        Assert.AreEqual("6", string.Join(' ', CheckpointFolder.Epochs(Folder)));
        Assert.HasCount(3, _warnings);
        StringAssert.Contains(_warnings[0], "that of epoch 2 could not be written");
        StringAssert.Contains(_warnings[1], "that of epoch 3 could not be written");
        StringAssert.Contains(_warnings[2], "was gone after epoch 4");
    }

    // The folder is deleted, and another training takes it: what was a training's folder is no longer.
    [TestMethod]
    public void Fit_FolderThatAnotherTrainingTook_IsLeftToIt()
    {
        var options = Options();
        options.Checkpoints = new CheckpointOptions(Folder);
        options.Callbacks = [new Hooks
        {
            EpochEnd = training =>
            {
                if (training.Progress.Epoch != 2) return;
                Directory.Delete(Folder, recursive: true);
                var other = Options();
                (other.Seed, other.Epochs, other.Checkpoints) = (7, 9, new CheckpointOptions(Folder, every: 9));
                Trainers.Fit(new MLContext(), other);
            },
        }];
        Weights(options);
        Assert.AreEqual("9", string.Join(' ', CheckpointFolder.Epochs(Folder)));
        Assert.AreEqual(7, CheckpointFolder.Latest(Folder).Seed);
        Assert.HasCount(5, _warnings);
        foreach (var warning in _warnings) StringAssert.Contains(warning, "checkpoints of another training now");
    }

    [TestMethod]
    [DataRow(100L)]
    [DataRow(1000L)]
    public void Fit_DiskFullForTheRows_SaysWhyTheyGoThereAndLeavesNothing(long room)
    {
        _context.TempFilePath = _parent;
        using var disk = new FullDisk(path => path.Contains("larq-rows", StringComparison.Ordinal), room);
        var options = Options();
        options.CacheBudget = 500;
        var error = Assert.ThrowsExactly<IOException>(() => Trainers.Fit(_context, options));
        StringAssert.StartsWith(
            error.Message, "The rows take more memory than option CacheBudget allows, and the temporary file for them "
            + "cannot be written in '");
        StringAssert.Contains(error.Message, FullDisk.Message);
        Assert.IsEmpty(Directory.GetFiles(_parent, "*", SearchOption.AllDirectories));
    }

    private static Options Options() => Trainers.Options(epochs: 6);

    private static bool IsOfFewSteps(LoggingEventArgs message) =>
        message.RawMessage.StartsWith("too_short", StringComparison.Ordinal);

    private byte[] Weights(Options options) => Trainers.Fit(_context, options).ToPayload().Weights;
}
