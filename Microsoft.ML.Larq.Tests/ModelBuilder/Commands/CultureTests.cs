using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Commands;

/// <summary>
/// The command in a process of its own, with the rules of Turkish, whose i and I are no pair and whose decimals have
/// commas: all that it writes is the same. Where the system has no ICU there are no such rules.
/// </summary>
[TestClass]
public sealed class CultureTests
{
    private static readonly string[] Words = ["IŞIK", "ısı", "İzmir", "title", "INFO", "info"];

    private readonly Workplace _place = new();

    [TestCleanup]
    public void Clean() => _place.Dispose();

    [TestMethod]
    public void TrainAndPredict_InTurkish_WriteTheSame()
    {
        var (plain, turkish) = (Written("plain", "C.UTF-8", invariant: true), Written("turkish", "tr_TR.UTF-8", false));
        if (turkish is null) Assert.Inconclusive("There is no ICU.");
        Assert.IsTrue(plain!.Count >= 6, string.Join(", ", plain.Keys));
        CollectionAssert.AreEqual(plain.Keys.ToArray(), turkish.Keys.ToArray());
        foreach (var (name, bytes) in plain) CollectionAssert.AreEqual(bytes, turkish[name], name);
    }

    // All files of a training and what a prediction says, by their names; null where the process did not start.
    private SortedList<string, byte[]>? Written(string folder, string language, bool invariant)
    {
        _place.Write($"{folder}/t.csv", Table());
        var home = AppContext.BaseDirectory;
        var settings = File.ReadAllText(Path.Combine(home, "larq.runtimeconfig.json"));
        Assert.Contains("Globalization.Invariant\": true", settings);
        if (!invariant) settings = settings.Replace("true", "false");
        var runtime = _place.Write($"{folder}.json", settings);
        string[][] calls =
        [
            ["classification", "--dataset", "t.csv", "--label-col", "Irk", "--output", "out", "--epochs", "2",
                "--no-compare", "--log-file-path", "out.log"],
            ["inspect", "t.csv"],
            ["predict", "out/t.zip", "t.csv"],
        ];
        var said = "";
        foreach (var call in calls)
        {
            var start = new ProcessStartInfo(
                "dotnet", ["exec", "--runtimeconfig", runtime, Path.Combine(home, "larq.dll"), .. call])
            {
                WorkingDirectory = _place.In(folder),
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            (start.Environment["LANG"], start.Environment["LC_ALL"]) = (language, language);
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0 && error.Result.Contains("ICU", StringComparison.Ordinal)) return null;
            Assert.AreEqual(0, process.ExitCode, output + error.Result);
            if (call[0] != "classification") said += output;
        }

        _place.Write($"{folder}/out/said.txt", said);
        return new SortedList<string, byte[]>(
            Directory.EnumerateFiles(_place.In($"{folder}/out"), "*.*", SearchOption.TopDirectoryOnly)
                .Where(path => !path.EndsWith(".html", StringComparison.Ordinal))
                .ToDictionary(path => Path.GetFileName(path), Comparable), StringComparer.Ordinal);
    }

    // The recipe says when it was trained and how long that took; a model of ML.NET's is a zip with times.
    private static byte[] Comparable(string path) => path.EndsWith(".larq.json", StringComparison.Ordinal)
        ? Encoding.UTF8.GetBytes(File.ReadAllText(path).Split("\"runs\"")[0])
        : path.EndsWith(".zip", StringComparison.Ordinal) ? [] : File.ReadAllBytes(path);

    private static string Table()
    {
        var random = new Random(3);
        return "ID,size,I,word,born,Irk\n" + string.Concat(Enumerable.Range(0, 150).Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"{random.Next(1_000_000)},{(row % 3 == 0 ? 9 : 4) + random.NextDouble():F3},"
            + $"{(row % 2 == 0 ? "TRUE" : "false")},{Words[row % Words.Length]},"
            + $"{1 + (row % 12)}/{1 + (row % 28)}/2024,{"Ii"[row % 3 % 2]}ris\n")));
    }
}
