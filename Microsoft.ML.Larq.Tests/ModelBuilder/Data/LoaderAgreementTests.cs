using Larq.ModelBuilder.Data;
using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Data;

/// <summary>What is looked at is what ML.NET's loader reads: the same rows, the same cells.</summary>
[TestClass]
public sealed class LoaderAgreementTests
{
    [TestMethod]
    [DataRow("a,b,c\n1,x , y\n2,  z,w  \n")]
    [DataRow("\"a\",\"b\",\"c\"\n\"1\",\"x,\"\"y\"\"\",z\n2, \"q, r\",s\n")]
    [DataRow("a;b;c\n1,5;x;\n;y;z\n")]
    [DataRow("a\tb\tc\n1\t\t\n\t2\t\n")]
    [DataRow("a,b,c\n\n1,2,3\n// no row,2,3\n\n4,5,6\n")]
    [DataRow("# said of the file\na,b,c\n1,2,3\n# a row,5,6\n")]
    [DataRow("n,said,z\n1,\"two\nlines\",2\n3,one,4\n")]
    [DataRow("1 2  3\n4 5  6\n7 8  9\n")]
    [DataRow("pipe,note,z\n5\" pipe,a,1\n6\" pipe,b,2\n")]
    public void Preview_OfNastyFile_IsWhatTheLoaderReads(string text)
    {
        using var place = new Workplace();
        var facts = TableInspection.Of(place.Write("t.csv", text), new ReadingChoices());
        Assert.IsTrue(facts.IsSound, string.Join("\n", facts.Findings.Select(finding => finding.ToString())));
        var loading = facts.Loading;
        var mlContext = new MLContext();
        var rows = mlContext.Data.LoadFromTextFile(facts.Path, new TextLoader.Options
        {
            Columns = [.. facts.Columns.Select(column =>
                new TextLoader.Column($"c{column.Index}", DataKind.String, column.Index))],
            Separators = [loading.Separator],
            HasHeader = loading.HasHeader,
            AllowQuoting = loading.Quoted,
            ReadMultilines = loading.Quoted,
            EscapeChar = '"',
        });
        var read = facts.Columns.Select(column => rows.GetColumn<string>($"c{column.Index}").ToArray()).ToArray();
        Assert.AreEqual(facts.Rows, read[0].Length);
        for (var row = 0; row < facts.Preview.Length; row++)
        {
            CollectionAssert.AreEqual(
                read.Select(column => column[row].ReplaceLineEndings("\n")).ToArray(),
                facts.Preview[row].Select(cell => cell.ReplaceLineEndings("\n")).ToArray(),
                $"row {row}: {string.Join('|', facts.Preview[row])}; "
                + $"{string.Join('|', read.Select(column => column[row]))}");
        }
    }
}
