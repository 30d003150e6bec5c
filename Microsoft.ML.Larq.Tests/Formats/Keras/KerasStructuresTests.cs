using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.ML.Larq.Tests.Fuzz;
using Microsoft.ML.Larq.Tests.House;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>
/// HDF5 files that libhdf5 wrote, in a child: a file loads with the numbers that libhdf5 finds in it and gives the
/// right scores, or is refused with the word that its script says. No other file is opened: they name one that hangs.
/// </summary>
[TestClass]
public partial class KerasStructuresTests
{
    private const string Manifest = "manifest.json";

    [TestMethod]
    public void Read_FilesOfLibhdf5_LoadRightlyOrAreRefusedWithTheReason()
    {
        var folder = Directory.CreateTempSubdirectory("larq-structures");
        ZipFile.ExtractToDirectory(
            Path.Combine(SourceTree.Tests, "Formats", "Keras", "Structures", "structures.zip"), folder.FullName);
        // Whoever opens it to read waits for one who writes, and so for ever.
        if (!OperatingSystem.IsWindows())
            Assert.AreEqual(0, MakePipe(Path.Combine(folder.FullName, "canary"), Convert.ToUInt32("600", 8)));
        var lines = ChildProcess.Run(
            Check, TimeSpan.FromMinutes(5), folder.FullName, FuzzCases.Chosen ?? "");
        folder.Delete(recursive: true);
        var report = new CaseReport(lines);
        Console.WriteLine(report);
        if (FuzzCases.Chosen is not null) return;
        Assert.IsGreaterThan(100, report["scores"]);
        Assert.IsGreaterThan(150, report["refused"]);
    }

    private static void Check(string[] arguments)
    {
        Directory.SetCurrentDirectory(arguments[0]);
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        var cases = JsonSerializer.Deserialize<KerasStructure[]>(File.ReadAllText(Manifest), options)!;
        var run = new CaseRun($"{FuzzCases.Only}=");
        foreach (var one in cases.Where(one => arguments[1] is "" || arguments[1] == one.File))
            run.Case(one.File, one.Check);
        run.End();
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
