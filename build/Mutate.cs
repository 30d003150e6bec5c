// Says which faults the tests would let through: plants the faults of a list in a copy of the working tree and runs,
// for each, the tests that are to find it.
//
//   dotnet run build/Mutate.cs                          all of build/Mutants.txt
//   dotnet run build/Mutate.cs -- --only Folding        those whose file or text has this in it
//   dotnet run build/Mutate.cs -- --list my.txt         another list
//
// A fault of the list is a source's name and the tests, the text to be found and what stands there instead:
//
//   LatentClip.cs Training.LatentClipTests
//   - Precision: 1, Window
//   + Window
//
// Tests are parts of full test names, separated by blanks. The text must stand exactly once in the one source of that
// name. Each such fault is built alone, which takes half a minute. Where both texts are expressions of one type, "-? "
// and "+? " put both into the source with a switch, and all of those faults are built at once: an environment variable
// says which one is on. A third line "= why" says that the fault changes nothing that can be seen: it is counted and
// not planted. Lines with # are remarks.
//
// Killed is a fault for which a test failed or did not end in five minutes. Survivors, places that are lost (the text
// stands there not once), faults that do not compile and faults without a test are listed at the end, and the exit
// code is 1. Nothing but the copy, in a temporary folder, is written to; it is deleted at the end.
#:property PublishAot=false
using System.Diagnostics;

const string Library = "Microsoft.ML.Larq", Tests = "Microsoft.ML.Larq.Tests";
const int DoesNotCompile = int.MaxValue;
var root = Run(".", 60, null, "git", "rev-parse", "--show-toplevel").Output.Trim();
var mutants = Mutant.Read(Option("--list") ?? Path.Combine(root, "build", "Mutants.txt"))
    .Where(mutant => $"{mutant}".Contains(Option("--only") ?? "", StringComparison.Ordinal)).ToArray();
var copy = Directory.CreateTempSubdirectory("larq-mutants-").FullName;
var verdicts = new Dictionary<Mutant, string>();
try
{
    foreach (var file in Run(root, 60, null, "git", "ls-files", "--cached", "--others", "--exclude-standard")
        .Output.Split('\n').Where(file => File.Exists(Path.Combine(root, file))))
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, file))!);
        File.Copy(Path.Combine(root, file), Path.Combine(copy, file));
    }

    // Texts that overlap cannot stand behind one switch: the later ones are built alone.
    var together = new List<(Mutant Mutant, string Source, int At)>();
    foreach (var mutant in mutants)
    {
        if (Lost(mutant, out var source, out var at) is { } lost) verdicts[mutant] = lost;
        else if (mutant.Equivalent) verdicts[mutant] = "equivalent";
        else if (mutant.IsExpression && !together.Any(other => other.Source == source
            && at < other.At + other.Mutant.Find.Length && other.At < at + mutant.Find.Length))
            together.Add((mutant, source, at));
    }

    var originals = together.Select(place => place.Source).Distinct().ToDictionary(source => source, File.ReadAllText);
    foreach (var (number, (mutant, source, at)) in together.Index().OrderByDescending(place => place.Item.At))
    {
        File.WriteAllText(source, File.ReadAllText(source).Remove(at, mutant.Find.Length).Insert(
            at, $"(global::Planted.Is({number}) ? ({mutant.Instead}) : ({mutant.Find}))"));
    }

    // In the engine, whose internals the other assemblies see.
    File.WriteAllText(Path.Combine(copy, Library, "Files", "Planted.cs"), """
        internal static class Planted
        {
            private static readonly string? Number = System.Environment.GetEnvironmentVariable("LARQ_MUTANT");
            private static readonly int On = Number is null ? -1 : int.Parse(Number);
            public static bool Is(int number) => number == On;
        }
        """);
    if (Build(Tests, "-v", "q") is { Code: not 0 } failed) return Fail("The copy does not build.", failed.Output);
    var tests = Single(Tests, Tests);
    var names = mutants.Where(mutant => !verdicts.ContainsKey(mutant)).SelectMany(mutant => mutant.Tests).Distinct();
    if (Test(tests, names, 3600) is { Code: not 0 } red) return Fail("Tests fail without any fault.", red.Output);
    foreach (var (number, place) in together.Index())
        Verdict(place.Mutant, Test(tests, place.Mutant.Tests, 300, number).Code);
    foreach (var (source, text) in originals) File.WriteAllText(source, text);
    foreach (var mutant in mutants.Where(mutant => !verdicts.ContainsKey(mutant)))
    {
        Lost(mutant, out var source, out _);
        var (text, (project, name)) = (File.ReadAllText(source), Assembly(source));
        var tested = Path.Combine(Path.GetDirectoryName(tests)!, $"{name}.dll");
        var whole = File.ReadAllBytes(tested);
        File.WriteAllText(source, text.Replace(mutant.Find, mutant.Instead, StringComparison.Ordinal));
        var built = Build(project, "-v", "q", "--no-restore", "--no-dependencies").Code == 0;
        File.WriteAllText(source, text);
        if (built) File.Copy(Single(project, name), tested, true);
        Verdict(mutant, built ? Test(tests, mutant.Tests, 300).Code : DoesNotCompile);
        File.WriteAllBytes(tested, whole);
    }
}
finally
{
    Directory.Delete(copy, recursive: true);
}

var faults = mutants.Where(mutant => !verdicts[mutant].StartsWith("killed") && !mutant.Equivalent).ToArray();
Console.WriteLine();
foreach (var group in verdicts.Values.GroupBy(verdict => verdict)) Console.WriteLine($"{group.Count()} {group.Key}");
foreach (var fault in faults) Console.WriteLine($"{verdicts[fault]}: {fault}");
return faults.Length == 0 ? 0 : 1;

string? Option(string name) =>
    Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;

string Single(string project, string name) =>
    Directory.GetFiles(Path.Combine(copy, project, "bin"), $"{name}.dll", SearchOption.AllDirectories).Single();

// The project of a source and the name of its assembly: the rooms of the lower ones are listed.
(string Project, string Name) Assembly(string source)
{
    var room = Path.GetRelativePath(Path.Combine(copy, Library), source).Split(Path.DirectorySeparatorChar)[0];
    foreach (var part in new[] { "Engine", "Torch" })
    {
        if (File.ReadAllText(Path.Combine(copy, "build", $"{part}Sources.props")).Contains($"Room=\"{room}\""))
            return (Path.Combine(Library, part), $"{Library}.{part}");
    }

    return (Library, Library);
}

string? Lost(Mutant mutant, out string source, out int at)
{
    var sources = Directory.GetFiles(Path.Combine(copy, Library), mutant.Source, SearchOption.AllDirectories);
    (source, at) = (sources.FirstOrDefault() ?? "", -1);
    if (sources.Length != 1) return $"LOST, {sources.Length} sources of that name";
    var parts = File.ReadAllText(source).Split(mutant.Find);
    at = parts[0].Length;
    return parts.Length == 2 ? null : $"LOST, found {parts.Length - 1} times";
}

void Verdict(Mutant mutant, int code)
{
    verdicts[mutant] = code switch
    {
        0 => "SURVIVED", 8 => "NO TEST", -1 => "killed by time", DoesNotCompile => "DOES NOT COMPILE", _ => "killed",
    };
    Console.WriteLine($"{verdicts.Count}/{mutants.Length} {verdicts[mutant]}: {mutant}");
}

(int Code, string Output) Build(string project, params string[] more) => Run(
    copy, 1800, null, "dotnet",
    [
        "build", project, "-c", "Release", "-nodereuse:false", "-p:RunAnalyzers=false",
        "-p:TreatWarningsAsErrors=false", .. more,
    ]);

(int Code, string Output) Test(string tests, IEnumerable<string> names, int seconds, int? number = null) => Run(
    copy, seconds, number, "dotnet",
    ["exec", tests, "--filter", string.Join('|', names.Select(name => $"FullyQualifiedName~{name}"))]);

static int Fail(string message, string output)
{
    Console.Error.WriteLine($"{message}\n{output}");
    return 1;
}

static (int Code, string Output) Run(
    string folder, int seconds, int? number, string command, params string[] arguments)
{
    var start = new ProcessStartInfo(command, arguments)
    {
        WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
    };
    if (number is { } on) start.Environment["LARQ_MUTANT"] = $"{on}";
    using var process = Process.Start(start)!;
    var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    if (process.WaitForExit(TimeSpan.FromSeconds(seconds))) return (process.ExitCode, output.Result + error.Result);
    process.Kill(entireProcessTree: true);
    return (-1, $"{command} did not end in {seconds} seconds.");
}

internal sealed record Mutant(
    string Source, string[] Tests, string Find, string Instead, bool IsExpression, bool Equivalent)
{
    public static IEnumerable<Mutant> Read(string file)
    {
        var lines = new Queue<string>(File.ReadLines(file).Where(line => line.Length > 0 && !line.StartsWith('#')));
        while (lines.TryDequeue(out var head))
        {
            var (find, instead) = (lines.TryDequeue(out var one) ? one : "", lines.TryDequeue(out var two) ? two : "");
            if (!find.StartsWith('-') || !instead.StartsWith('+'))
                throw new FormatException($"After '{head}' stand a line with - and a line with +.");
            var words = head.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var equivalent = lines.TryPeek(out var why) && why.StartsWith("= ") && lines.TryDequeue(out _);
            yield return new(words[0], words[1..], Text(find), Text(instead), find.StartsWith("-?"), equivalent);
        }
    }

    public override string ToString() => $"{Source}: {Find} → {Instead}";

    private static string Text(string line) => line[1..].TrimStart('?').TrimStart(' ');
}
