using System.Text.RegularExpressions;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>What users see stays small: whoever adds to it takes away what nobody needs.</summary>
[TestClass]
public partial class PublicApiSizeTests
{
    private const int Most = 2000;
    private const int MostWritten = 1200;

    private static readonly string[] Lines =
    [
        .. SourceTree.Files(SourceTree.Library, "PublicAPI.*.txt")
            .SelectMany(file => File.ReadLines(Path.Combine(SourceTree.Library, file)))
            .Where(line => line.Length > 0 && !line.StartsWith('#')),
    ];

    [TestMethod]
    public void Lines_OfTheThreeAssemblies_AreFew() => Assert.IsInRange(1000, Most, Lines.Length);

    [TestMethod]
    public void Lines_ThatTheCompilerDoesNotWriteForARecord_AreFewer() =>
        Assert.IsInRange(800, MostWritten, Lines.Count(line => !Generated().IsMatch(line)));

    [TestMethod]
    [DataRow("A.B.Equals(A.B? other) -> bool", true)]
    [DataRow("override A.B.Equals(object? obj) -> bool", true)]
    [DataRow("override A.B.GetHashCode() -> int", true)]
    [DataRow("override A.B.ToString() -> string!", true)]
    [DataRow("override A.B.<Clone>$() -> A.B!", true)]
    [DataRow("A.B.B(A.B! original) -> void", true)]
    [DataRow("virtual A.B.EqualityContract.get -> System.Type!", true)]
    [DataRow("virtual A.B.PrintMembers(System.Text.StringBuilder! builder) -> bool", true)]
    [DataRow("static A.B.operator !=(A.B? left, A.B? right) -> bool", true)]
    [DataRow("A.B.B() -> void", false)]
    [DataRow("A.B.B(A.C! other) -> void", false)]
    [DataRow("A.B.Value.init -> void", false)]
    [DataRow("static A.B.implicit operator A.B!(string! alias) -> A.B!", false)]
    public void Generated_OfALine_IsWhatRecordsHave(string line, bool expected) =>
        Assert.AreEqual(expected, Generated().IsMatch(line));

    [GeneratedRegex(@"\.operator [!=]=\(|\.<Clone>\$\(|\.GetHashCode\(\)|\.ToString\(\)|\.Equals\(|\.PrintMembers\("
        + @"|\.EqualityContract\.|\.Deconstruct\(|\b([\w.]+\.(\w+))\.\2\(\1! \w+\) -> void")]
    private static partial Regex Generated();
}
