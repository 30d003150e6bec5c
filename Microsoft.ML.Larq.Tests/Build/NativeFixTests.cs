using System.Reflection;
using System.Runtime.Versioning;
using Larq.NativeFix;

namespace Microsoft.ML.Larq.Tests.Build;

/// <summary>The tool on files, above all on the one it is made for.</summary>
[TestClass]
public sealed class NativeFixTests : IDisposable
{
    // readelf -SW and -VW of TorchSharp 0.107.0's file: .gnu.version_r lies at 0x3f8f0, in it the entry of
    // GLIBCXX_3.4.32 at 0x140, in it vna_flags at 4. The flag is in the lower of its two bytes.
    private const int FlagsOfTorchSharp = 0x3f8f0 + 0x140 + 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("larq-nativefix-").FullName;

    private static string PackageFile { get; } = Path.Combine(
        typeof(NativeFixTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "TorchSharpPackage").Value!,
        "runtimes", "linux-x64", "native", "libLibTorchSharp.so");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Run_TorchSharpsFile_ChangesOneFlagAlone()
    {
        var path = Put(File.ReadAllBytes(PackageFile));

        var (code, output, error) = Run(path);

        Assert.AreEqual(0, code, error);
        CollectionAssert.AreEqual(
            new[] { (FlagsOfTorchSharp, (byte)0, (byte)2) }, Differences(PackageFile, path));
        Assert.AreEqual(
            $"{path}: made its need for GLIBCXX_3.4.32 of libstdc++.so.6 weak, as it uses nothing of it\n", output);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Build_ThisProjectsOutput_IsFixed()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so");

        CollectionAssert.AreEqual(
            new[] { (FlagsOfTorchSharp, (byte)0, (byte)2) }, Differences(PackageFile, path));
    }

    [TestMethod]
    public void Run_Twice_IsTheSameAsOnce()
    {
        var path = Put(new SyntheticElf().Write());
        Run(path);
        var once = File.ReadAllBytes(path);
        var written = Touch(path);

        var (code, output, _) = Run(path);

        Assert.AreEqual(0, code);
        StringAssert.EndsWith(output, "already loads without GLIBCXX_3.4.32, nothing to do\n");
        CollectionAssert.AreEqual(once, File.ReadAllBytes(path));
        Assert.AreEqual(written, File.GetLastWriteTimeUtc(path));
    }

    [TestMethod]
    public void Run_FixedFile_IsOlderThanItWasSoThatBuildsCopyTheSourceAfresh()
    {
        var path = Put(new SyntheticElf().Write());
        var written = Touch(path);

        Run(path);

        Assert.AreEqual(written.AddSeconds(-2), File.GetLastWriteTimeUtc(path));
    }

    [TestMethod]
    public void Run_FileThatDoesNotAskForIt_IsLeftAlone()
    {
        var content = new SyntheticElf { Version = "GLIBCXX_3.4.30", Hash = 0x0297f840 }.Write();
        var path = Put(content);
        var written = Touch(path);

        var (code, output, _) = Run(path);

        Assert.AreEqual(0, code);
        StringAssert.EndsWith(output, "does not ask for GLIBCXX_3.4.32, nothing to do\n");
        CollectionAssert.AreEqual(content, File.ReadAllBytes(path));
        Assert.AreEqual(written, File.GetLastWriteTimeUtc(path));
    }

    [TestMethod]
    public void Run_LibTorchsOwnLibrary_HasNothingToDo()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "libc10.so");
        if (!File.Exists(path))
            Assert.Inconclusive("This platform's libtorch has no libc10.so.");

        Assert.AreEqual(Verdict.NothingToDo, PatchDecision.For(File.ReadAllBytes(path)).Verdict);
    }

    [TestMethod]
    public void Run_OneFileRefused_LeavesItAndFixesTheOthers()
    {
        var needed = new SyntheticElf { RelocatedSymbol = 2 }.Write();
        var refused = Put(needed, "refused.so");
        var missing = Path.Combine(_folder, "missing.so");
        var good = Put(new SyntheticElf().Write(), "good.so");

        var (code, _, error) = Run(refused, missing, good);

        Assert.AreEqual(1, code);
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(2, lines);
        Assert.AreEqual(
            $"{refused} : error LARQ0001: left as it was: expected no relocation to refer to a symbol of "
            + "GLIBCXX_3.4.32, found one in '.rel' that refers to 'init'", lines[0]);
        StringAssert.StartsWith(lines[1], $"{missing} : error LARQ0001: ");
        CollectionAssert.AreEqual(needed, File.ReadAllBytes(refused));
        Assert.AreEqual(2, File.ReadAllBytes(good)[SyntheticElf.FlagsOffset]);
        CollectionAssert.AreEquivalent(new[] { refused, good }, Directory.GetFiles(_folder));
    }

    [TestMethod]
    public void Run_TorchSharpsFileWithARelocationOfTheVersion_IsRefused()
    {
        // readelf: .rela.plt lies at 0x48aa0, and symbol 482 of .dynsym is _ZSt21ios_base_library_initv.
        var content = File.ReadAllBytes(PackageFile);
        BitConverter.TryWriteBytes(content.AsSpan(0x48aa0 + 8 + 4), 482);
        var path = Put(content);

        var (code, _, error) = Run(path);

        Assert.AreEqual(1, code);
        StringAssert.EndsWith(error, "found one in '.rela.plt' that refers to '_ZSt21ios_base_library_initv'\n");
        CollectionAssert.AreEqual(content, File.ReadAllBytes(path));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    [SupportedOSPlatform("linux")]
    public void Run_SymbolicLink_ReplacesTheLinkAndKeepsItsTargetAndMode()
    {
        var content = new SyntheticElf().Write();
        var target = Put(content, "target.so");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherWrite;
        File.SetUnixFileMode(target, Mode);
        var link = Path.Combine(_folder, "link.so");
        File.CreateSymbolicLink(link, target);

        Run(link);

        CollectionAssert.AreEqual(content, File.ReadAllBytes(target));
        Assert.IsNull(new FileInfo(link).LinkTarget);
        Assert.AreEqual(2, File.ReadAllBytes(link)[SyntheticElf.FlagsOffset]);
        Assert.AreEqual(Mode, File.GetUnixFileMode(link));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Run_HardLink_LeavesTheOtherNameItsFile()
    {
        var content = new SyntheticElf().Write();
        var cached = Put(content, "cached.so");
        var output = Path.Combine(_folder, "output.so");
        HardLink.Create(cached, output);

        Run(output);

        CollectionAssert.AreEqual(content, File.ReadAllBytes(cached));
        Assert.AreEqual(2, File.ReadAllBytes(output)[SyntheticElf.FlagsOffset]);
    }

    [TestMethod]
    public void Run_NoFiles_SaysHowToUseIt()
    {
        var (code, _, error) = Run();

        Assert.AreEqual(2, code);
        Assert.AreEqual("usage: Larq.NativeFix FILE...\n", error);
    }

    private string Put(byte[] content, string name = "file.so")
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    // A time long ago, so that writing the file again would show.
    private static DateTime Touch(string path)
    {
        var time = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, time);
        return time;
    }

    private static (int Code, string Output, string Error) Run(params string[] paths)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        return (Program.Run(paths, output, error), output.ToString(), error.ToString());
    }

    private static List<(int At, byte Was, byte Is)> Differences(string before, string after)
    {
        var (was, now) = (File.ReadAllBytes(before), File.ReadAllBytes(after));
        Assert.HasCount(was.Length, now);
        return [.. Enumerable.Range(0, was.Length).Where(i => was[i] != now[i]).Select(i => (i, was[i], now[i]))];
    }
}
