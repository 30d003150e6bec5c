using Microsoft.ML.Larq.Tests.Progress;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.Training.Callbacks;

/// <summary>Where nothing can be written: an error before training, a word in the log while it runs.</summary>
[TestClass]
public sealed class TensorBoardFaultTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("larq-events").FullName;

    private string Train => Path.Combine(_folder, "train");

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    [DataRow("a\0b")]
    public void TensorBoard_WithoutAFolder_Throws(string folder) =>
        Assert.ThrowsExactly<ArgumentException>(() => new TensorBoard(folder));

    // Before any data is read.
    [TestMethod]
    [DataRow("")]
    [DataRow("train")]
    [DataRow("validation")]
    public void Fit_FolderThatIsAFile_SaysSoBeforeTheFirstStep(string which)
    {
        var folder = Path.Combine(_folder, "run");
        var file = which.Length == 0 ? folder : Path.Combine(folder, which);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "before");
        var error = Assert.ThrowsExactly<ArgumentException>(() => Fit(folder, new Hooks
        {
            TrainBegin = _ => Assert.Fail("training began"),
        }));
        StringAssert.Contains(error.Message, $"TensorBoard writes to a folder, made where there is none; '{file}'");
        Assert.AreEqual("before", File.ReadAllText(file));
    }

    [TestMethod]
    public void Fit_DiskThatIsFullAtTheStart_SaysSoBeforeTheFirstStep()
    {
        using var disk = new FullDisk(IsEvents, 20);
        var error = Assert.ThrowsExactly<IOException>(() => Fit(_folder, new Hooks
        {
            BatchBegin = _ => Assert.Fail("a step was taken"),
        }));
        StringAssert.Contains(error.Message, $"TensorBoard cannot write to folder '{_folder}'");
        StringAssert.Contains(error.Message, FullDisk.Message);
    }

    // Full from the second epoch to the third: the log says so once, and in the end nothing is missing.
    [TestMethod]
    public void Fit_DiskThatIsFullForAWhile_TrainsOnAndCatchesUp()
    {
        using var disk = new FullDisk(IsEvents, 0) { IsFull = false };
        var said = Fit(_folder, new Hooks
        {
            EpochBegin = t => disk.IsFull = t.Progress.Epoch is 2 or 3,
        });
        Assert.HasCount(1, said);
        StringAssert.Contains(
            said[0], $"TensorBoard could not write epoch 2 to folder '{_folder}'; training goes on");
        StringAssert.Contains(said[0], FullDisk.Message);
        Assert.AreEqual("1 2 3 4 5", Steps());
    }

    // Half a record would hide all that follows it.
    [TestMethod]
    public void Fit_DiskThatIsFullToTheEnd_LeavesWholeRecords()
    {
        using var disk = new FullDisk(IsEvents, 0) { IsFull = false };
        Assert.HasCount(1, Fit(_folder, new Hooks { EpochBegin = t => disk.IsFull = t.Progress.Epoch >= 4 }));
        Assert.AreEqual("1 2 3", Steps());
    }

    [TestMethod]
    public void Fit_FolderThatIsDeletedMeanwhile_GoesOnInANewOne()
    {
        Assert.IsEmpty(Fit(_folder, new Hooks
        {
            EpochBegin = t =>
            {
                if (t.Progress.Epoch == 3) Directory.Delete(Train, recursive: true);
            },
        }));
        Assert.AreEqual("3 4 5", Steps());
    }

    private static bool IsEvents(string path) => path.Contains("tfevents", StringComparison.Ordinal);

    private string Steps() => string.Join(
        ' ', EventReader.Scalars(EventReader.Single(Train)).Where(scalar => scalar.Tag == "Loss").Select(s => s.Step));

    /// <summary>What the log says of TensorBoard while five epochs are trained.</summary>
    private List<string> Fit(string folder, Hooks hooks)
    {
        List<string> said = [];
        void Hear(object? sender, LoggingEventArgs message)
        {
            if (message.RawMessage.Contains("TensorBoard", StringComparison.Ordinal)) said.Add(message.RawMessage);
        }

        _context.Log += Hear;
        var options = Trainers.Options(epochs: 5);
        options.ValidationSet = Trainers.Table(_context);
        options.Callbacks = [hooks, new TensorBoard(folder)];
        var history = Trainers.Fit(_context, options).History;
        _context.Log -= Hear;
        Assert.AreEqual(5, history.Epochs);
        Assert.AreEqual(said.Count, history.Warnings.Count(warning => warning.Name == "events_not_written"));
        return said;
    }
}
