using Microsoft.ML.Larq.Checkpoints;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests.Checkpoints;

[TestClass]
public class CheckpointFolderTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("larq-checkpoints");

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    [TestMethod]
    [DataRow(1, 3, "5 6 7")]
    [DataRow(2, 2, "6 7")]
    [DataRow(3, 9, "3 6 7")]
    [DataRow(9, 1, "7")]
    public void Fit_SevenEpochs_KeepsTheLatestOnly(int every, int keep, string kept)
    {
        Fit(new CheckpointOptions(_folder.FullName, every, keep), epochs: 7);
        Assert.AreEqual(kept, string.Join(' ', CheckpointFolder.Epochs(_folder.FullName)));
        Assert.HasCount(kept.Split(' ').Length, Directory.GetFileSystemEntries(_folder.FullName));
    }

    [TestMethod]
    public void Fit_FolderThatIsNotThere_IsMade()
    {
        var folder = Path.Combine(_folder.FullName, "a", "b");
        Assert.IsFalse(CheckpointOptions.AnyIn(folder));
        Fit(new CheckpointOptions(folder));
        Assert.IsTrue(CheckpointOptions.AnyIn(folder));
    }

    // What a killed process had not finished goes; what is not ours stays.
    [TestMethod]
    public void Fit_UnfinishedFiles_AreDeletedAndOthersStay()
    {
        foreach (var name in new[] { $".{Guid.NewGuid():N}.tmp", ".mine.tmp", "notes.txt", "epoch-1.checkpoint" })
            File.WriteAllText(Path.Combine(_folder.FullName, name), "x");
        Assert.IsFalse(CheckpointOptions.AnyIn(_folder.FullName));
        Fit(new CheckpointOptions(_folder.FullName, keep: 1));
        CollectionAssert.AreEquivalent(
            new[] { ".mine.tmp", "notes.txt", "epoch-1.checkpoint", "epoch-000002.checkpoint" },
            Directory.GetFiles(_folder.FullName).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public void Fit_FolderOfAnotherTraining_IsRefused()
    {
        Fit(new CheckpointOptions(_folder.FullName));
        var error = Assert.ThrowsExactly<ArgumentException>(() => Fit(new CheckpointOptions(_folder.FullName)));
        StringAssert.Contains(error.Message, "Option Checkpoints");
        StringAssert.Contains(error.Message, _folder.FullName);
        StringAssert.Contains(error.Message, "ResumeFrom");
    }

    [TestMethod]
    public void Fit_FolderThatIsAFile_NamesTheOption()
    {
        var file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "");
        var error = Assert.ThrowsExactly<IOException>(() => Fit(new CheckpointOptions(file)));
        StringAssert.Contains(error.Message, "Option Checkpoints");
    }

    // A pipe would wait for who writes, and this has no end.
    [TestMethod]
    public void Latest_ThatIsADevice_IsRefused()
    {
        if (OperatingSystem.IsWindows()) return;
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "epoch-000002.checkpoint"), "/dev/zero");
        var error = Assert.ThrowsExactly<FormatException>(() => CheckpointFolder.Latest(_folder.FullName));
        StringAssert.Contains(error.Message, "a device or a pipe");
    }

    [TestMethod]
    public void Fit_ResumeFromAWrongFolder_SaysWhatIsMissing()
    {
        var options = Trainers.Options();
        options.ResumeFrom = Path.Combine(_folder.FullName, "none");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(_context, options)).Message,
            "Option ResumeFrom: there is no folder");
        options.ResumeFrom = _folder.FullName;
        File.WriteAllText(Path.Combine(_folder.FullName, "model.zip"), "");
        var error = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(_context, options));
        StringAssert.Contains(error.Message, "has no checkpoint (epoch-*.checkpoint) among its 1 entries");
    }

    // Every place of the file, and every length: damage is always found, and named.
    [TestMethod]
    public void Latest_DamagedFile_IsNeverTaken()
    {
        Fit(new CheckpointOptions(_folder.FullName));
        var path = Path.Combine(_folder.FullName, "epoch-000002.checkpoint");
        var whole = File.ReadAllBytes(path);
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var damaged = whole.ToArray();
            damaged[i < 20 ? i : random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            AssertRefused(damaged);
            AssertRefused(whole[..random.Next(whole.Length)]);
        }

        File.WriteAllBytes(path, whole);
        Assert.AreEqual(2, CheckpointFolder.Latest(_folder.FullName).State.Epoch);

        void AssertRefused(byte[] bytes)
        {
            File.WriteAllBytes(path, bytes);
            var error = Assert.ThrowsExactly<FormatException>(() => CheckpointFolder.Latest(_folder.FullName));
            StringAssert.Contains(error.Message, path);
        }
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    public void Create_NoFolder_IsRefused(string folder)
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new CheckpointOptions(folder)).Message,
            "folder is a folder's name");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new Options().ResumeFrom = folder).Message,
            "Option ResumeFrom is a folder or null");
    }

    [TestMethod]
    public void Create_NumberBelowOne_NamesIt()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new CheckpointOptions("x", every: 0)).Message,
            "every is at least 1, got 0");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new CheckpointOptions("x", keep: -2)).Message,
            "keep is at least 1, got -2");
    }

    private void Fit(CheckpointOptions checkpoints, int epochs = 2)
    {
        var options = Trainers.Options(epochs: epochs);
        options.Checkpoints = checkpoints;
        Trainers.Fit(_context, options);
    }
}
