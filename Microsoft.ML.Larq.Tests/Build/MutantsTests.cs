using System.Reflection;
using Microsoft.ML.Larq.Tests.House;

namespace Microsoft.ML.Larq.Tests.Build;

/// <summary>The faults of build/Mutants.txt can be planted, each at one place, and have tests to find them.</summary>
[TestClass]
public class MutantsTests
{
    private static readonly Lazy<ILookup<string, string>> Sources = new(() =>
        SourceTree.Files(SourceTree.Library, "*.cs").ToLookup(
            path => Path.GetFileName(path), path => File.ReadAllText(Path.Combine(SourceTree.Library, path))));

    private static readonly Lazy<string[]> Tests = new(() =>
    [
        .. from type in typeof(MutantsTests).Assembly.GetTypes()
           where type.GetCustomAttribute<TestClassAttribute>() is not null
           from method in type.GetMethods()
           where method.GetCustomAttribute<TestMethodAttribute>() is not null
           select $"{type.FullName}.{method.Name}",
    ]);

    [TestMethod]
    public void Rows_OfTheList_AreFoundOnceAndTested()
    {
        var lines = File.ReadAllLines(Path.Combine(SourceTree.Root, "build", "Mutants.txt"));
        Assert.IsGreaterThan(100, lines.Count(line => line.StartsWith('-')));
        var faults = Faults(lines).ToArray();
        Assert.IsEmpty(faults, string.Join('\n', faults.Prepend(
            "Rows of build/Mutants.txt say where a fault is planted; build/Mutate.cs says how they are written.")));
    }

    [TestMethod]
    [DataRow("Folding.cs Packed.Folding|-? readers.Count == 1|+? true", "found 0 times")]
    [DataRow("OpList.cs Packed.Folding|-? readers|+? true", "times in OpList.cs")]
    [DataRow("NoSuchFile.cs Packed.Folding|-? a|+? b", "0 sources are called NoSuchFile.cs")]
    [DataRow(
        "OpList.cs Packed.NoSuchTests|-? readers.Count == 1|+? true", "no test has Packed.NoSuchTests in its name")]
    [DataRow("OpList.cs|-? readers.Count == 1|+? true", "names no test")]
    [DataRow("OpList.cs Packed.Folding|-? readers.Count == 1|+ true", "one is an expression and one is none")]
    [DataRow("OpList.cs Packed.Folding|-? readers.Count == 1|+? readers.Count == 1", "changes nothing")]
    [DataRow("OpList.cs Packed.Folding|+? true", "a line with - and a line with + must follow")]
    [DataRow("OpList.cs Packed.Folding", "a line with - and a line with + must follow")]
    public void Faults_OneWrongRow_IsNamed(string rows, string fault) =>
        StringAssert.Contains(Faults(rows.Split('|')).Single(), fault);

    [TestMethod]
    [DataRow("OpList.cs Packed.Folding|-? readers.Count == 1|+? true")]
    [DataRow("# Remark||OpList.cs Packed.Folding Packed.BatchTests|- readers.Count == 1|+|= It is so.")]
    public void Faults_RightRow_HasNone(string rows) => Assert.IsEmpty(Faults(rows.Split('|')));

    private static IEnumerable<string> Faults(string[] all)
    {
        var lines = new Queue<string>(all.Where(line => line.Length > 0 && !line.StartsWith('#')));
        while (lines.TryDequeue(out var head))
        {
            if (!lines.TryPeek(out var find) || !find.StartsWith('-') || lines.Count < 2
                || lines.ElementAt(1) is not ['+', ..])
            {
                yield return $"'{head}': a line with - and a line with + must follow.";
                yield break;
            }

            lines.Dequeue();
            var instead = lines.Dequeue();
            if (lines.TryPeek(out var why) && why.StartsWith("= ", StringComparison.Ordinal)) lines.Dequeue();
            if (Fault(head.Split(' '), find[1..], instead[1..]) is { } fault)
                yield return $"'{head}', '{find}': {fault}.";
        }
    }

    private static string? Fault(string[] words, string find, string instead)
    {
        var (source, tests) = (words[0], words[1..]);
        var sources = Sources.Value[source].ToArray();
        if (sources is not [var text]) return $"{sources.Length} sources are called {source}";
        var times = text.Split(find.TrimStart('?').TrimStart(' ')).Length - 1;
        if (times != 1) return $"found {times} times in {source}";
        if (find == instead) return "changes nothing";
        if (find.StartsWith('?') != instead.StartsWith('?')) return "one is an expression and one is none";
        if (tests.Length == 0) return "names no test";
        var missing = tests.FirstOrDefault(part => !Tests.Value.Any(
            name => name.Contains(part, StringComparison.Ordinal)));
        return missing is null ? null : $"no test has {missing} in its name";
    }
}
