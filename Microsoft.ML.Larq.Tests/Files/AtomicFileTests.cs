using Microsoft.ML.Larq.Files;
using Microsoft.ML.Larq.Tests.Progress;

namespace Microsoft.ML.Larq.Tests.Files;

[TestClass]
public class AtomicFileTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("larq-whole").FullName;

    private string Path => System.IO.Path.Combine(_folder, "report.html");

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Write_NoRoom_LeavesWhatWasThereAndNothingElse()
    {
        File.WriteAllText(Path, "before");
        using (new FullDisk(_ => true, 3))
            StringAssert.Contains(Refused(() => AtomicFile.WriteText(Path, "longer")).Message, FullDisk.Message);
        Assert.AreEqual("before", File.ReadAllText(Path));
        CollectionAssert.AreEqual(new[] { Path }, Directory.GetFileSystemEntries(_folder));
        AtomicFile.WriteText(Path, "longer");
        Assert.AreEqual("longer", File.ReadAllText(Path));
    }

    // The first error counts, not the one of deleting what was never made.
    [TestMethod]
    public void Write_FolderThatIsGone_SaysSo()
    {
        var gone = System.IO.Path.Combine(_folder, "gone");
        StringAssert.Contains(
            Assert.ThrowsExactly<DirectoryNotFoundException>(
                () => AtomicFile.WriteText(System.IO.Path.Combine(gone, "report.html"), "x")).Message,
            gone);
    }

    [TestMethod]
    public void Write_RelativePathToNoFolder_NamesThePathAsGiven()
    {
        var path = System.IO.Path.Combine("no", "such", "x.larq");
        var error = Assert.ThrowsExactly<DirectoryNotFoundException>(() => AtomicFile.WriteText(path, "x"));
        StringAssert.Contains(error.Message, $"'{path}'");
        Assert.DoesNotContain(".tmp", error.Message);
    }

    [TestMethod]
    public void Write_PathOfAFolder_NamesItAndLeavesNothing()
    {
        Directory.CreateDirectory(Path);
        try
        {
            AtomicFile.WriteText(Path, "x");
            Assert.Fail("written");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Assert.DoesNotContain(".tmp", error.Message);
        }

        CollectionAssert.AreEqual(new[] { Path }, Directory.GetFileSystemEntries(_folder));
    }

    // Each writes a file of its own and puts it in place as a whole: readers see one of them, never a mixture.
    [TestMethod]
    public void Write_FourAtOnce_AreNeverMixed()
    {
        string[] texts = [.. "abcd".Select(letter => new string(letter, 100_000))];
        AtomicFile.WriteText(Path, texts[0]);
        using var start = new Barrier(5);
        var writers = texts.Select(text => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 5; i++) AtomicFile.WriteText(Path, text);
            },
            TaskCreationOptions.LongRunning)).ToArray();
        start.SignalAndWait();
        while (!Task.WhenAll(writers).IsCompleted) CollectionAssert.Contains(texts, File.ReadAllText(Path));
        Task.WaitAll(writers);
        CollectionAssert.Contains(texts, File.ReadAllText(Path));
        CollectionAssert.AreEqual(new[] { Path }, Directory.GetFileSystemEntries(_folder));
    }

    private static IOException Refused(Action action) => Assert.ThrowsExactly<IOException>(action);
}
