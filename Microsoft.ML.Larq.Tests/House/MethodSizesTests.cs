namespace Microsoft.ML.Larq.Tests.House;

/// <summary>A method is read on one screen, and decides what one can keep in mind.</summary>
[TestClass]
public class MethodSizesTests
{
    private const int MostLines = 60;
    private const int MostPaths = 20;

    private static readonly Lazy<(string File, SourceMember Member)[]> Members = new(() =>
    [
        .. from file in SourceTree.Files(SourceTree.Library, "*.cs")
           from member in SourceMember.Of(File.ReadAllText(Path.Combine(SourceTree.Library, file)))
           select (file, member),
    ]);

    // A kernel's loops lie open: what one instruction set does stands in one place.
    [TestMethod]
    public void Members_OutsideKernels_AreOneScreenLong() => Assert.AreEqual("", string.Join('\n', Members.Value
        .Where(found => found.Member.Lines > MostLines && !found.File.Contains("/Kernels/", StringComparison.Ordinal))
        .Select(found => $"{found.File}:{found.Member.Line} {found.Member.Name} has {found.Member.Lines} lines")));

    [TestMethod]
    public void Members_OfTheLibrary_HaveFewPaths() => Assert.AreEqual("", string.Join('\n', Members.Value
        .Where(found => found.Member.Paths > MostPaths)
        .Select(found => $"{found.File}:{found.Member.Line} {found.Member.Name} has {found.Member.Paths} paths")));

    [TestMethod]
    public void Members_OfTheLibrary_AreFound()
    {
        Assert.IsGreaterThan(3000, Members.Value.Length);
        Assert.IsTrue(Members.Value.Any(found => found.Member is { Lines: > 40, Paths: > 10 }));
    }

    [TestMethod]
    public void Of_PlantedSource_CountsPathsOfCodeAlone()
    {
        const string Source = """"
            namespace A;

            /// <summary>if (a) { }</summary>
            [Some("class {")]
            internal sealed class B(int x) : C where C : struct
            {
                private static readonly string[] Words = ["if", "a { b", """ while { """];

                private static readonly Dictionary<int, Func<int, int>> Table = new()
                {
                    [1] = x => x > 1 ? 1 : 2,
                };

                public int One => 1;

                public B() { }

                public string Two(int? a, string text)
                {
                    // if while for
                    if (a is null || text == "&& \" {" && 'x' != '"') return @"a "" if {";
                    foreach (var c in text) Do($"{(c == '{' ? 1 : 2)} if {{ {c}");
                    return text ?? "";
                }

                public int Three(int a) => a switch
                {
                    1 => 2,
                    2 or 3 => new[] { 1, 2 }.Sum(x => x),
                    _ => 0,
                };

                internal sealed record Inner(int Y)
                {
                    public int Four
                    {
                        get => field;
                        set => field = value > 0 ? value : throw new E();
                    } = 3;
                }
            }
            """";
        CollectionAssert.AreEqual(
            new SourceMember[]
            {
                new("One", 14, 1, 1), new("B", 16, 1, 1), new("Two", 18, 7, 7), new("Three", 26, 6, 3),
                new("Four", 35, 5, 2),
            },
            SourceMember.Of(Source).ToArray());
    }
}
