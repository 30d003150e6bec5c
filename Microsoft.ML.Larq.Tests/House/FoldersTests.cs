using System.Text.RegularExpressions;

namespace Microsoft.ML.Larq.Tests.House;

[TestClass]
public partial class FoldersTests
{
    // The door stands in ML.NET's own namespace; the runtime looks for the attribute by its full name.
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["LarqExtensions.cs"] = "Microsoft.ML",
        ["LarqCatalog.cs"] = "Microsoft.ML",
        ["LarqTrainerExtensions.cs"] = "Microsoft.ML",
        ["Hosting/IgnoresAccessChecksToAttribute.cs"] = "System.Runtime.CompilerServices",
    };

    // A namespace beside a class of the same name would hide it.
    private static readonly string[] ShelvesNamedAsClasses = ["Networks/Zoo"];

    private static readonly IReadOnlyList<string> Sources = SourceTree.Files(SourceTree.Library, "*.cs");

    // They show what guides show, word for word.
    private static readonly string[] WideSources =
    [
        "Microsoft.ML.Larq.Tests/House/GuideTests.cs",
    ];

    [TestMethod]
    public void Sources_AreFound() => Assert.Contains("Networks/NetworkDefinition.cs", Sources);

    [TestMethod]
    public void Root_HoldsNoMoreThanAUserReachesForFirst()
    {
        var files = Sources.Where(path => !path.Contains('/')).ToArray();
        Assert.Contains("BinarizedNetworkTrainer.cs", files);
        Assert.IsLessThanOrEqualTo(12, files.Length, string.Join(", ", files));
    }

    // A public type is found with one using a room, whatever shelf it stands on; others are of their shelf.
    [TestMethod]
    public void Namespace_EverySource_IsItsFolders()
    {
        var wrong = Sources
            .Select(path => (Path: path, Declared: Declared(path), Wanted: Wanted(path, HasPublicType(path))))
            .Where(file => file.Declared is not null && file.Declared != file.Wanted)
            .Select(file => $"{file.Path} declares {file.Declared}, its place is {file.Wanted}")
            .ToArray();
        Assert.IsEmpty(wrong, string.Join('\n', wrong));
    }

    [TestMethod]
    public void Namespace_EveryTest_IsItsFolder()
    {
        string[] programs = ["Arm", "Child", "Fresh", "Interrupted", "Neighbour", "Signals"];
        var tests = SourceTree.Files(SourceTree.Tests, "*.cs")
            .Where(path => !programs.Contains(path.Split('/')[0])).ToArray();
        Assert.Contains("House/FoldersTests.cs", tests);
        var wrong = tests
            .Select(path => (Path: path, Declared: Declared(Path.Combine(SourceTree.Tests, path))))
            .Where(file => file.Declared is { } declared && declared != Namespace("Microsoft.ML.Larq.Tests", file.Path))
            .Select(file => $"{file.Path} declares {file.Declared}")
            .ToArray();
        Assert.IsEmpty(wrong, string.Join('\n', wrong));
    }

    [TestMethod]
    public void Namespace_EverySourceWithATypeOfItsOwn_IsDeclared()
    {
        var without = Sources
            .Where(path => Declared(path) is null && TypeLine().IsMatch(File.ReadAllText(Absolute(path))))
            .ToArray();
        Assert.IsEmpty(without, string.Join('\n', without));
    }

    [TestMethod]
    [DataRow("Networks/Kinds/X.cs", true, "Microsoft.ML.Larq.Networks")]
    [DataRow("Packed/Kernels/Sums/X.cs", false, "Microsoft.ML.Larq.Packed.Kernels.Sums")]
    [DataRow("Networks/Zoo/X.cs", false, "Microsoft.ML.Larq.Networks")]
    [DataRow("BinarizedNetworkTrainer.cs", true, "Microsoft.ML.Larq")]
    [DataRow("LarqCatalog.cs", true, "Microsoft.ML")]
    public void Wanted_OfAPath_IsItsRoomOrItsShelf(string path, bool isPublic, string wanted) =>
        Assert.AreEqual(wanted, Wanted(path, isPublic));

    [TestMethod]
    public void Lines_OfTheSources_FitOnAScreenOrTwo()
    {
        var lines = Sources.Select(path => (Path: path, Count: File.ReadLines(Absolute(path)).Count())).ToArray();
        var over = lines.Where(file => file.Count > 400).Select(file => $"{file.Path}: {file.Count} lines").ToArray();
        Assert.IsEmpty(over, string.Join('\n', over));
        var median = lines.Select(file => file.Count).Order().ElementAt(lines.Length / 2);
        Assert.IsLessThanOrEqualTo(100, median, "The median of the sources' lines.");
    }

    // That the excepted are found, and no others, also shows that sources were read; those that fit need no exception.
    [TestMethod]
    public void Columns_OfEverySource_FitIn120()
    {
        string[] folders = ["Microsoft.ML.Larq", "Microsoft.ML.Larq.Tests", "samples"];
        var wide = folders
            .SelectMany(folder => SourceTree.Files(Path.Combine(SourceTree.Root, folder), "*.cs")
                .Select(path => $"{folder}/{path}"))
            .SelectMany(path => File.ReadLines(Path.Combine(SourceTree.Root, path))
                .Select((line, index) => (Path: path, Number: index + 1, line.Length)))
            .Where(line => line.Length > 120)
            .ToArray();
        var wrong = wide.Where(line => !WideSources.Contains(line.Path))
            .Select(line => $"{line.Path}:{line.Number}: {line.Length} characters");
        Assert.AreEqual("", string.Join('\n', wrong));
        CollectionAssert.AreEquivalent(WideSources, wide.Select(line => line.Path).Distinct().ToArray());
    }

    private static string Wanted(string path, bool isPublic)
    {
        if (Exceptions.TryGetValue(path, out var exception)) return exception;
        var isOfItsRoom = isPublic
            || ShelvesNamedAsClasses.Any(shelf => path.StartsWith(shelf, StringComparison.Ordinal));
        return isOfItsRoom && path.Split('/') is [var room, _, ..]
            ? $"Microsoft.ML.Larq.{room}"
            : Namespace("Microsoft.ML.Larq", path);
    }

    private static string Namespace(string root, string path) => string.Join('.', [root, .. path.Split('/')[..^1]]);

    private static bool HasPublicType(string path) => PublicLine().IsMatch(File.ReadAllText(Absolute(path)));

    private static string? Declared(string path) =>
        NamespaceLine().Match(File.ReadAllText(Absolute(path))) is { Success: true } match
            ? match.Groups[1].Value
            : null;

    private static string Absolute(string path) => Path.Combine(SourceTree.Library, path);

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^public ", RegexOptions.Multiline)]
    private static partial Regex PublicLine();

    [GeneratedRegex(@"^[\w ]*\b(class|struct|record|interface|enum|delegate) ", RegexOptions.Multiline)]
    private static partial Regex TypeLine();
}
