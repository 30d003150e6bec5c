using System.Diagnostics;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Tests.Formats.Keras;

namespace Microsoft.ML.Larq.Tests.Formats.Hdf5;

/// <summary>
/// A file may name others, HDF5 has four ways: none of them is opened, whatever it is, and nothing waits for one.
/// </summary>
[TestClass]
public class OtherFilesTests
{
    public static IEnumerable<object[]> Ways =>
    [
        ["external_list"], ["external_weight"], ["external_layer"], ["external_by_soft_link"],
        ["external_model_weights"], ["virtual"],
    ];

    [TestMethod]
    [DynamicData(nameof(Ways))]
    public void Read_NamingAWholeFile_IsRefusedUnread(string way)
    {
        using var folder = new Folder();
        // What would do if it were read: the same layers, and 12 bytes that are numbers.
        var other = folder.Write("other.h5", new KerasLayout()
            .With("d", 1, ("d/kernel:0", [3, 2]), ("d/bias:0", [2])).ToBytes());
        var accessed = File.GetLastAccessTimeUtc(other);
        var main = folder.Write("main.h5", ForeignFile.Read(way, other));
        var error = Refuse(main);
        StringAssert.Contains(error, $"'{main}' cannot be read: ");
        StringAssert.Contains(error, "another file");
        Assert.AreEqual(accessed, File.GetLastAccessTimeUtc(other));
    }

    // Opening a pipe waits until someone writes into it, so whoever opens it does not come back.
    [TestMethod]
    [Timeout(60_000)]
    [DynamicData(nameof(Ways))]
    public void Read_NamingAPipe_IsRefusedWithoutWaiting(string way)
    {
        using var folder = new Folder();
        StringAssert.Contains(Refuse(folder.Write("main.h5", ForeignFile.Read(way, folder.Pipe()))), "another file");
    }

    [TestMethod]
    [DynamicData(nameof(Ways))]
    public void Read_NamingADevice_IsRefused(string way)
    {
        using var folder = new Folder();
        StringAssert.Contains(Refuse(folder.Write("main.h5", ForeignFile.Read(way, "/dev/zero"))), "another file");
    }

    [TestMethod]
    [DynamicData(nameof(Ways))]
    public void Read_NamingItself_IsRefused(string way)
    {
        using var folder = new Folder();
        var main = folder.Path("main.h5");
        folder.Write("main.h5", ForeignFile.Read(way, main));
        StringAssert.Contains(Refuse(main), "another file");
    }

    [TestMethod]
    [Timeout(60_000)]
    public void Read_APathThatIsNoFile_IsRefusedWithoutWaiting()
    {
        using var folder = new Folder();
        var pipe = folder.Pipe();
        StringAssert.Contains(Refuse(pipe), $"'{pipe}' cannot be read: It is a file of at least a byte, got ");
        var link = File.CreateSymbolicLink(folder.Path("link.h5"), pipe).FullName;
        StringAssert.Contains(Refuse(link), "It is a file of at least a byte");
        StringAssert.Contains(Refuse("/dev/zero"), "It is a file of at least a byte");
        StringAssert.Contains(Refuse(folder.Path("")), "It is a file, got a folder");
    }

    [TestMethod]
    public void Read_ALinkToAFile_Loads()
    {
        using var folder = new Folder();
        var file = folder.Write("file.h5", new KerasLayout().With("a", 0, ("a/bias:0", [2])).ToBytes());
        var link = File.CreateSymbolicLink(folder.Path("link.h5"), file).FullName;
        Assert.HasCount(1, KerasFile.Read(link).Layers);
    }

    private static string Refuse(string path)
    {
        // On a thread of its own: one that waits for a pipe is never given back.
        var reading = Task.Factory.StartNew(() => KerasFile.Read(path), TaskCreationOptions.LongRunning);
        Assert.IsTrue(((IAsyncResult)reading).AsyncWaitHandle.WaitOne(20_000), "It waits for ever.");
        return Assert.ThrowsExactly<FormatException>(() => reading.GetAwaiter().GetResult()).Message;
    }

    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("larq-");

        public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

        public string Write(string name, byte[] content)
        {
            File.WriteAllBytes(Path(name), content);
            return Path(name);
        }

        public string Pipe()
        {
            if (OperatingSystem.IsWindows()) Assert.Inconclusive("Named pipes are files on Unix alone.");
            var path = Path("pipe");
            using var process = Process.Start("mkfifo", [path]);
            process.WaitForExit();
            Assert.AreEqual(0, process.ExitCode);
            return path;
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
