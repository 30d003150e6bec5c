using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Tests.Training.Callbacks;

namespace Microsoft.ML.Larq.Tests.Checkpoints;

/// <summary>A folder of checkpoints takes one training at a time, and is one whatever its path looks like.</summary>
[TestClass]
public class FolderLockTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly string _parent = Directory.CreateTempSubdirectory("larq-lock").FullName;

    private string Folder => Path.Combine(_parent, "checkpoints");

    [TestCleanup]
    public void Delete() => Directory.Delete(_parent, recursive: true);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Fit_FolderThatATrainingHas_IsRefused(bool resumes)
    {
        if (resumes) Fit(Folder, null);
        var options = Trainers.Options();
        options.Checkpoints = new CheckpointOptions(Folder);
        if (resumes) options.ResumeFrom = Folder;
        IOException? error = null;
        options.Callbacks = [new Hooks
        {
            TrainBegin = _ => error = Assert.ThrowsExactly<IOException>(() => Fit(Folder, resumes ? Folder : null)),
        }];
        var expected = Trainers.Fit(_context, Trainers.Options()).ToPayload().Weights;
        CollectionAssert.AreEqual(expected, Trainers.Fit(_context, options).ToPayload().Weights);
        StringAssert.StartsWith(
            error!.Message, $"Option Checkpoints: folder '{Folder}' cannot be written to: another training writes to "
            + "it");
        Assert.IsEmpty(Directory.GetFiles(Folder, ".*"), "The lock is gone.");
        Fit(Folder, Folder);
    }

    [TestMethod]
    public void Fit_AfterOneThatFailed_TakesTheFolder()
    {
        var options = Trainers.Options();
        options.Checkpoints = new CheckpointOptions(Folder);
        options.Callbacks = [new Hooks { TrainBegin = _ => throw new TimeoutException() }];
        Assert.ThrowsExactly<TimeoutException>(() => Trainers.Fit(_context, options));
        options.FeatureColumnName = "none";
        Assert.Throws<ArgumentException>(() => Trainers.Fit(_context, options));
        Fit(Folder, null);
        options = Trainers.Options();
        (options.Checkpoints, options.ResumeFrom) = (new CheckpointOptions(Folder), Path.Combine(_parent, "none"));
        Assert.Throws<ArgumentException>(() => Trainers.Fit(_context, options));
        Fit(Folder, Folder);
    }

    // Another process has it; killed, it has it no more, though its file is still there.
    [TestMethod]
    public void Fit_FolderThatAnotherProcessHas_IsRefusedUntilThatIsKilled()
    {
        var beside = AppContext.BaseDirectory;
        var tests = Path.Combine(beside, "Microsoft.ML.Larq.Tests");
        using var process = Process.Start(new ProcessStartInfo("dotnet",
        [
            "exec", "--depsfile", tests + ".deps.json", "--runtimeconfig", tests + ".runtimeconfig.json",
            Path.Combine(beside, "Microsoft.ML.Larq.Tests.Interrupted.dll"), Folder, "100000",
        ])
        {
            RedirectStandardOutput = true,
            Environment = { ["OMP_NUM_THREADS"] = "1" },
        })!;
        try
        {
            Assert.IsNotNull(process.StandardOutput.ReadLine(), "It has begun to train.");
            var error = Assert.ThrowsExactly<IOException>(() => Fit(Folder, null));
            StringAssert.Contains(error.Message, "another training writes to it");
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }

        // Refused for what is in it now, not for who has it.
        if (CheckpointOptions.AnyIn(Folder)) Assert.ThrowsExactly<ArgumentException>(() => Fit(Folder, null));
        foreach (var file in Directory.GetFiles(Folder, "*.checkpoint")) File.Delete(file);
        Fit(Folder, null);
    }

    [TestMethod]
    [DataRow("{0}/")]
    [DataRow("{0}//")]
    [DataRow("{0}/.")]
    [DataRow("{0}/../checkpoints")]
    [DataRow("relative")]
    [DataRow("link")]
    [DataRow("link above")]
    public void Fit_ResumeFromTheSameFolderByAnotherPath_Resumes(string path)
    {
        var options = Trainers.Options();
        options.Checkpoints = new CheckpointOptions(Folder);
        var model = Trainers.Fit(_context, options).ToPayload().Weights;
        var link = Path.Combine(_parent, "link");
        if (path.StartsWith("link", StringComparison.Ordinal) && OperatingSystem.IsWindows())
            Assert.Inconclusive("Links need a right there.");
        if (path == "link") Directory.CreateSymbolicLink(link, Folder);
        if (path == "link above") Directory.CreateSymbolicLink(link, _parent);
        options.ResumeFrom = path switch
        {
            "relative" => Path.GetRelativePath(Environment.CurrentDirectory, Folder),
            "link" => link,
            "link above" => Path.Combine(link, "checkpoints"),
            _ => string.Format(CultureInfo.InvariantCulture, path, Folder),
        };
        CollectionAssert.AreEqual(model, Trainers.Fit(_context, options).ToPayload().Weights);
    }

    // A copy of the folder is another folder, though it holds the same.
    [TestMethod]
    public void Fit_ResumeFromACopy_IsRefused()
    {
        Fit(Folder, null);
        var copy = Directory.CreateDirectory(Path.Combine(_parent, "copy")).FullName;
        foreach (var file in Directory.GetFiles(Folder)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Fit(Folder, copy)).Message, "of another training");
    }

    [TestMethod]
    public void Epochs_NamesThatWeWouldNotWrite_AreNone()
    {
        Fit(Folder, null);
        foreach (var name in new[] { "epoch-000000006", "epoch-0000007", "epoch-9999999999", "epoch-8" })
            File.WriteAllText(Path.Combine(Folder, name + ".checkpoint"), "");
        File.WriteAllText(CheckpointFolder.PathOf(Folder, int.MaxValue), "");
        Assert.AreEqual("1 2 3 2147483647", string.Join(' ', CheckpointFolder.Epochs(Folder)));
        File.Delete(CheckpointFolder.PathOf(Folder, int.MaxValue));
        Fit(Folder, Folder);
    }

    [TestMethod]
    public void Take_FolderTakenAndLeft_HoldsOneAtATime()
    {
        Directory.CreateDirectory(Folder);
        var held = 0;
        var most = 0;
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            try
            {
                using var claim = FolderLock.Take(Folder);
                var now = Interlocked.Increment(ref held);
                lock (_context) most = Math.Max(most, now);
                Thread.Yield();
                Interlocked.Decrement(ref held);
            }
            catch (IOException)
            {
                // Another one has it.
            }
        });
        Assert.AreEqual(1, most);
        Assert.IsEmpty(Directory.GetFileSystemEntries(Folder));
    }

    private void Fit(string folder, string? resumeFrom)
    {
        var options = Trainers.Options();
        (options.Checkpoints, options.ResumeFrom) = (new CheckpointOptions(folder), resumeFrom);
        Trainers.Fit(_context, options);
    }
}
