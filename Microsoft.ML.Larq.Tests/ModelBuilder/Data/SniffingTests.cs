using System.Text;
using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Data;

/// <summary>What is found out about files, against what a person wrote down of them.</summary>
[TestClass]
public sealed class SniffingTests
{
    private static readonly Workplace Place = new();

    [ClassCleanup]
    public static void Clean() => Place.Dispose();

    private static TableFacts Look(string text, ReadingChoices? choices = null) =>
        TableInspection.Of(Place.Write($"{Guid.NewGuid():N}.csv", text), choices ?? new ReadingChoices());

    [TestMethod]
    [DataRow("a,b\n1,x\n2,y\n", ',', true, '.', 2)]
    [DataRow("a;b\n1,5;x\n2,5;y\n", ';', true, ',', 2)]
    [DataRow("1,5;2,5\n3,5;4,5\n", ';', false, ',', 2)]
    [DataRow("a\tb, or c\n1\tx, y\n2\ty, z\n", '\t', true, '.', 2)]
    [DataRow("a|b\n1.5|x;y\n2.5|z\n", '|', true, '.', 2)]
    [DataRow("1 2 3\n4 5 6\n", ' ', false, '.', 2)]
    [DataRow("a,b\r\n1,x\r\n2,y\r\n", ',', true, '.', 2)]
    [DataRow("a,b\n1,x\n2,y", ',', true, '.', 2)]
    [DataRow("\uFEFFa,b\n1,x\n2,y\n", ',', true, '.', 2)]
    [DataRow("\"a\",\"b\"\n\"1\",\"x, \"\"y\"\"\"\n\"2\",\"z\"\n", ',', true, '.', 2)]
    [DataRow("\"a;b\";c\n\"1;2\";3\n\"4;5\";6\n", ';', true, '.', 2)]
    [DataRow("name,said\nann,\"two\nlines\"\nbob,one\n", ',', true, '.', 2)]
    [DataRow("x,y\n\n1,2\n\n3,4\n", ',', true, '.', 2)]
    [DataRow("value\n1\n2\n3\n", ',', true, '.', 3)]
    [DataRow("2020,2021\n1,2\n3,4\n", ',', false, '.', 3)]
    [DataRow("red,1.5\nblue,2.5\nred,3.5\n", ',', false, '.', 3)]
    [DataRow("city,town\nBonn,Ulm\nBonn,Ulm\nRome,Ulm\nRome,Pisa\n", ',', true, '.', 4)]
    [DataRow("Bonn,Ulm\nBonn,Ulm\nRome,Ulm\nRome,Pisa\n", ',', false, '.', 4)]
    public void Of_File_FindsHowItIsWritten(string text, char separator, bool hasHeader, char marker, int rows)
    {
        var facts = Look(text);
        var found = (facts.Loading.Separator, facts.Loading.HasHeader, facts.Loading.DecimalMarker, (int)facts.Rows);
        Assert.AreEqual((separator, hasHeader, marker, rows), found, $"{facts.SeparatorReason}; {facts.HeaderReason}");
        Assert.IsTrue(facts.IsSound, string.Join("\n", facts.Findings.Select(finding => finding.ToString())));
    }

    [TestMethod]
    [DataRow("1,2,3", nameof(ColumnKind.Number), nameof(Purpose.Feature))]
    [DataRow("1.5,-2e3,+.5", nameof(ColumnKind.Number), nameof(Purpose.Feature))]
    [DataRow("1.5,,NA,?,n/a,nan,2", nameof(ColumnKind.Number), nameof(Purpose.Feature))]
    [DataRow("yes,no,YES", nameof(ColumnKind.Boolean), nameof(Purpose.Feature))]
    [DataRow("true,False,", nameof(ColumnKind.Boolean), nameof(Purpose.Feature))]
    [DataRow("0,1,0", nameof(ColumnKind.Number), nameof(Purpose.Feature))]
    [DataRow("red,green,red", nameof(ColumnKind.Category), nameof(Purpose.Feature))]
    [DataRow("A1,7,A1", nameof(ColumnKind.Category), nameof(Purpose.Feature))]
    [DataRow("2024-02-29,2023-01-31", nameof(ColumnKind.Date), nameof(Purpose.Feature))]
    [DataRow("31.12.2024,01.01.2025", nameof(ColumnKind.Date), nameof(Purpose.Feature))]
    [DataRow("12/31/2024,01/01/2025", nameof(ColumnKind.Date), nameof(Purpose.Feature))]
    [DataRow("1/2/2024,12/31/2024", nameof(ColumnKind.Date), nameof(Purpose.Feature))]
    [DataRow("1/2/24,12/31/24", nameof(ColumnKind.Category), nameof(Purpose.Feature))]
    [DataRow("1/2/2024,13/31/2024", nameof(ColumnKind.Category), nameof(Purpose.Feature))]
    [DataRow("1.5,inf,-Infinity,∞,+Inf,1e39,-2", nameof(ColumnKind.Number), nameof(Purpose.Feature))]
    [DataRow("sup,inf,sup", nameof(ColumnKind.Category), nameof(Purpose.Feature))]
    [DataRow("inf,-inf,inf", nameof(ColumnKind.Category), nameof(Purpose.Feature))]
    [DataRow("2024-02-29T10:30:00,2023-01-31T00:00:00", nameof(ColumnKind.Date), nameof(Purpose.Feature))]
    [DataRow("2023-02-29,2023-01-31", nameof(ColumnKind.Category), nameof(Purpose.Feature))]
    [DataRow("7,7,7", nameof(ColumnKind.Number), nameof(Purpose.Ignore))]
    [DataRow("x,x,x", nameof(ColumnKind.Category), nameof(Purpose.Ignore))]
    [DataRow(",,", nameof(ColumnKind.Text), nameof(Purpose.Ignore))]
    public void Of_Column_FindsWhatItIs(string cells, string kind, string purpose)
    {
        // A second column, so that no line is empty.
        var facts = Look("col|z\n" + string.Concat(cells.Split(',').Select((cell, row) => $"{cell}|{row % 2}\n")));
        var column = facts.Columns[0];
        Assert.AreEqual((kind, purpose), (column.Kind.ToString(), column.Purpose.ToString()), column.Reason);
        Assert.AreNotEqual("", column.Reason);
    }

    [TestMethod]
    public void Of_Dates_NamesTheFormat()
    {
        string Format(params string[] dates) => Look("d|z\n" + string.Concat(dates.Select(date => $"{date}|1\n")))
            .Columns[0].Format!;
        Assert.AreEqual("dd.MM.yyyy", Format("01.02.2024", "28.02.2024"));
        Assert.AreEqual("MM/dd/yyyy", Format("01/02/2024", "02/28/2024"));
        Assert.AreEqual("dd/MM/yyyy", Format("01/02/2024", "28/02/2024"));
        Assert.AreEqual("yyyy-MM-dd HH:mm:ss", Format("2024-01-02 23:59:59.123", "2024-01-02 00:00:00"));
        Assert.AreEqual("yyyyMMdd", Format("20240102", "19991231"));
        Assert.AreEqual("M/d/yyyy", Format("1/2/2024", "2/28/2024"));
        Assert.AreEqual("d/M/yyyy", Format("1/2/2024", "28/12/2024"));
        Assert.AreEqual("d.M.yyyy H:mm", Format("1.2.2024 9:05", "12.10.2024 23:59"));
        Assert.AreEqual("M/d/yyyy H:mm:ss", Format("01/02/2024 9:05:01", "02/28/2024 11:05:01"));
        Assert.AreEqual("yyyy-M-d", Format("2024-2-1", "2024-11-30"));
    }

    [TestMethod]
    public void Of_AmbiguousDate_SaysWhatElseItMayBe()
    {
        var column = Look("d,z\n01/02/2024,1\n03/04/2024,2\n").Columns[0];
        Assert.AreEqual("dd/MM/yyyy", column.Format);
        StringAssert.Contains(column.Reason, "MM/dd/yyyy");
        StringAssert.EndsWith(Look("d,z\n31.12.2024,1\n01.02.2025,2\n").Columns[0].Reason, "dd.MM.yyyy");
        StringAssert.Contains(Look("d,z\n1/2/2024,1\n3/4/2024,2\n").Columns[0].Reason, "M/d/yyyy as well");
    }

    [TestMethod]
    public void Of_Ids_AreFlaggedAndToldHowToUse()
    {
        var text = new StringBuilder("row,customer_id,price,uuid\n");
        for (var i = 0; i < 50; i++) text.Append($"{i},{(i * 7919 % 1000) + 5000},{i * 3 % 17},u{i}x\n");
        var columns = Look(text.ToString()).Columns;
        CollectionAssert.AreEqual(
            (Purpose[])[Purpose.Ignore, Purpose.Ignore, Purpose.Feature, Purpose.Ignore],
            columns.Select(column => column.Purpose).ToArray());
        StringAssert.Contains(columns[0].Reason, "--column row:number");
        StringAssert.Contains(columns[1].Reason, "--column customer_id:number");
    }

    [TestMethod]
    public void Of_WholeNumbersOfFewValues_OffersCategory()
    {
        var text = "grade,z\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 4},{i * i}\n"));
        var column = Look(text).Columns[0];
        Assert.AreEqual((ColumnKind.Number, Purpose.Feature), (column.Kind, column.Purpose));
        StringAssert.Contains(column.Reason, "--column grade:category");
    }

    [TestMethod]
    public void Of_FreeText_IsIgnoredUnlessAskedFor()
    {
        var text = "note,z\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"it was number {i} of all,{i}\n"));
        var column = Look(text).Columns[0];
        Assert.AreEqual((ColumnKind.Text, Purpose.Ignore), (column.Kind, column.Purpose));
        StringAssert.Contains(column.Reason, "--column note:text");
    }

    [TestMethod]
    public void Of_LastRowAlone_IsLookedAtToo()
    {
        var text = new StringBuilder("a,b\n");
        for (var i = 0; i < 20_000; i++) text.Append($"{i % 7},{i % 5}\n");
        text.Append("seven,1\n");
        var facts = Look(text.ToString());
        Assert.AreEqual(20_001, facts.Rows);
        Assert.AreEqual(1, facts.Columns[0].NotNumbers);
        Assert.AreEqual(("seven", 20_002L), facts.Columns[0].FirstNotNumber);
        Assert.IsTrue(facts.Findings.Any(finding => finding is { Line: 20_002, Column: "a" }));
    }

    [TestMethod]
    public void Of_RowZeroWithoutHeader_IsCounted()
    {
        var facts = Look("x,1\n2,2\n3,3\n4,4\n5,5\n");
        Assert.IsFalse(facts.Loading.HasHeader);
        Assert.AreEqual(5, facts.Columns[0].Values);
        Assert.AreEqual(("x", 1L), facts.Columns[0].FirstNotNumber);
    }

    [TestMethod]
    public void Of_WhatAPersonSays_GoesBeforeWhatIsFound()
    {
        var facts = Look("1;2,5\n3;4,5\n", new ReadingChoices
        {
            Separator = ',',
            HasHeader = true,
            DecimalMarker = '.',
            Missing = ["5"],
        });
        var loading = facts.Loading;
        Assert.AreEqual((',', true, '.'), (loading.Separator, loading.HasHeader, loading.DecimalMarker));
        Assert.AreEqual("1;2", facts.Columns[0].Name);
        Assert.AreEqual(1, facts.Columns[1].Missing);
    }

    [TestMethod]
    public void Of_NamesMissingAndTwice_AreTold()
    {
        var facts = Look("a,,a\n1,2,3\n4,5,6\n");
        CollectionAssert.AreEqual(
            (string[])["a", "Column1", "a"], facts.Columns.Select(column => column.Name).ToArray());
        Assert.IsTrue(facts.Findings.Any(finding => finding.Column == "Column1"));
        Assert.IsTrue(facts.Findings.Any(finding => finding.Column == "a" && finding.Severity == Severity.Warning));
    }

    [TestMethod]
    [DataRow("a,b,c\n1,2,3\n4,5\n6,7,8\n", 3L, "3 fields expected, 2 found: 4,5")]
    [DataRow("a,b\n1,2\n3,4,5\n6,7\n", 3L, "2 fields expected, 3 found: 3,4,5")]
    [DataRow("a,b\n0,0\n1,\"x\n2,3\n4,5\n6,7\n", 3L, "a quote is opened and not closed")]
    [DataRow("1,2\n3\n4,5\n6,7\n", 2L, "2 fields expected, 1 found: 3")]
    [DataRow("1\n3,4\n4,5\n6,7\n", 1L, "2 fields expected, 1 found: 1")]
    [DataRow("\"a\nb\",c\n\n3\n4,5\n6,7\n", 4L, "2 fields expected, 1 found: 3")]
    [DataRow("a,b\n\"1\",2\n3,\"two\nlines\",4\n5,6\n7,8\n9,0\n", 3L, "2 fields expected, 3 found: 3,\"two …")]
    public void Of_UnreadableLine_IsNamed(string text, long line, string says)
    {
        var facts = Look(text);
        var errors = facts.Findings.Where(finding => finding.Severity == Severity.Error).ToArray();
        Assert.AreEqual(line, errors[0].Line);
        StringAssert.Contains(errors[0].Message, says);
        var refused = Assert.ThrowsExactly<DataException>(facts.RequireSound);
        CollectionAssert.AreEqual(errors, refused.Findings.ToArray());
    }

    [TestMethod]
    public void Of_ManyUnreadableLines_FiveAreNamedAndTheOthersCounted()
    {
        var text = "a,b\n" + string.Concat(Enumerable.Range(0, 40).Select(i => i % 4 == 0 ? "1\n" : "1,2\n"));
        var errors = Look(text).Findings.Where(finding => finding.Severity == Severity.Error).ToArray();
        Assert.HasCount(6, errors);
        StringAssert.Contains(errors[5].Message, "5 more lines");
    }

    [TestMethod]
    public void Of_HundredThousandRows_TakesSeconds()
    {
        var text = new StringBuilder("id,when,city,a,b,c,flag,label\n");
        for (var i = 0; i < 100_000; i++)
        {
            text.Append($"{i},2024-01-{1 + (i % 28):00},{"ABCDE"[i % 5]},{i * 0.37},{i % 97},");
            text.Append($"{1.0 / (i + 1)},{(i % 2 == 0 ? "yes" : "no")},{i % 3}\n");
        }

        var path = Place.Write("large.csv", text.ToString());
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var facts = TableInspection.Of(path, new ReadingChoices());
        Assert.AreEqual(100_000, facts.Rows);
        Assert.AreEqual(100_000, facts.Columns[0].Distinct);
        Assert.IsLessThan(60, clock.Elapsed.TotalSeconds);
    }
}
