using System.Xml.Linq;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Reports;
using Microsoft.ML.Larq.Tests.Progress;

namespace Microsoft.ML.Larq.Tests.Reports;

/// <summary>Runs side by side on one page.</summary>
[TestClass]
public class ComparisonReportTests
{
    private static readonly ReportContent One = HtmlReportTests.Content(Histories.Of(
        ("Loss", [2, 1.0]), ("Validation Loss", [3, 2.0]), ("flip_ratio/quant_conv2d", [0.1, 0.01]),
        ("gradient_flow/quant_conv2d", [1, 1.0]), ("gradient_flow/last.one.input", [0.5, 0.25]),
        ("own/quant_conv2d", [5, 6.0]))) with
    {
        Title = "one",
        Facts = [("Task", "T"), ("Rows", "90")],
        Options = [("Epochs", "2"), ("Seed", "1"), ("Optimizer", "Adam")],
    };

    private static readonly ReportContent Other = HtmlReportTests.Content(Histories.Of(
        ("Loss", [12, 11, 10.5]), ("starved/last.one", [0.5, 0.5, 0.5]), ("Learning Rate", [1, 1, 1.0]),
        ("flip_ratio/quant_conv2d", [1e-8, 0, 0]), ("own/quant_conv2d", [-50, 0, 100.0]))) with
    {
        Title = "<other>",
        Facts = [("Task", "T"), ("Rows", "40"), ("Time", "9 s")],
        Options = [("Epochs", "3"), ("Seed", "1"), ("Optimizer", "Bop")],
    };

    [TestMethod]
    public void Of_TwoRuns_MarksWhatDiffersAndFoldsWhatDoesNot()
    {
        var page = Page(One, Other);
        var differing = Rows(page, "Options", folded: false);
        CollectionAssert.AreEqual(new[] { "Option|one|<other>", "Epochs|2|3*", "Optimizer|Adam|Bop*" }, differing);
        CollectionAssert.AreEqual(new[] { "Option|All runs", "Seed|1" }, Rows(page, "Options", folded: true));
        CollectionAssert.AreEqual(
            new[] { "Fact|one|<other>", "Rows|90|40*", "Time|–|9 s*" }, Rows(page, "Facts", folded: false));
        CollectionAssert.Contains(
            Rows(page, "Results", folded: false), "Loss|1, best 1 in epoch 2|10.5, best 10.5 in epoch 3*");
    }

    [TestMethod]
    public void Of_TwoRuns_LaysCurvesOverOneAnotherAColourARun()
    {
        var chart = Figures(Page(One, Other))["Loss"];
        var lines = chart.Element("div")!.Descendants("path")
            .Where(path => path.Attribute("class")!.Value.StartsWith("line", StringComparison.Ordinal))
            .Select(path => (path.Element("title")!.Value, path.Attribute("style")!.Value,
                path.Attribute("class")!.Value)).ToArray();
        CollectionAssert.AreEqual(
            new[]
            {
                ("one", "color:var(--c0)", "line"), ("one: Validation Loss", "color:var(--c0)", "line dashed"),
                ("<other>", "color:var(--c1)", "line"),
            },
            lines);
        StringAssert.Contains(chart.Element("ul")!.Value, "<other> 10.5");
    }

    // A run of its own would have its own axis for a metric that nobody knows the range of; here both share one.
    [TestMethod]
    public void Of_TwoRuns_HasEachMetricOnOneScale()
    {
        var figures = Figures(Page(One, Other));
        foreach (var metric in new[] { "Flip ratio", "own" })
        {
            string[] Marks(string run) => [.. figures[$"{metric}: {run}"].Descendants("div")
                .Single(axis => axis.Attribute("class")?.Value == "ys").Elements().Select(mark => mark.Value)];
            CollectionAssert.AreEqual(Marks("one"), Marks("<other>"));
        }

        Assert.IsTrue(figures.ContainsKey("Gradient flow of inputs: one"));
        Assert.IsFalse(figures.ContainsKey("Gradient flow of inputs: <other>"));
    }

    [TestMethod]
    public void Of_TwoRuns_ShowsWarningsOfEach()
    {
        var cards = Section(Page(One, Other), "Warnings").Descendants("div")
            .Where(card => card.Attribute("class")!.Value == "chart").Select(card => card.Value).ToArray();
        Assert.AreEqual("oneNone.", cards[0]);
        StringAssert.StartsWith(cards[1], "<other>high_learning_rate");
    }

    [TestMethod]
    public void Of_SixRunsOfOtherLengthsAndNoEpochs_IsWellFormed()
    {
        ReportContent[] runs = [.. Enumerable.Range(0, 6).Select(index => HtmlReportTests.Content(index == 3
            ? new Larq.Progress.TrainingHistory()
            : Histories.Of(
                ("Loss", [.. Enumerable.Repeat(0.5, (index * 40) + 1)]),
                ($"flip_ratio/{index}", [.. Enumerable.Repeat(double.NaN, (index * 40) + 1)]))) with
            {
                Title = $"\u202erun {index}",
            })];
        var page = Page(runs);
        Assert.HasCount(1, Figures(page).Keys.Where(title => title == "Loss"));
        Assert.DoesNotContain("\u202e", page.Root!.Value);
    }

    [TestMethod]
    public void Compare_TwoTrainings_WritesAPageThatNeedsNothingElse() => Histories.InAFolder(folder =>
    {
        var context = new MLContext(seed: 1);
        var (first, second) = (Trainers.Options(), Trainers.Options(epochs: 4));
        second.Optimizer = Optimize.Adam(1e-9f);
        second.ValidationSet = Trainers.Table(context);
        var (one, other) = (Trainers.Fit(context, first), Trainers.Fit(context, second));
        var path = Path.Combine(folder, "compared.html");
        TrainingReport.Compare(path, ("healthy", one), ("stands still", other));
        var text = File.ReadAllText(path);
        var page = XDocument.Parse(text);
        Assert.AreEqual("healthy and stands still", page.Descendants("title").First().Value);
        Assert.DoesNotContain("<script", text);
        Assert.DoesNotContain("http:", text);
        CollectionAssert.Contains(Rows(page, "Facts", folded: false), "Epochs|3|4*");
        CollectionAssert.Contains(Rows(page, "Facts", folded: true), "Training rows|90");
        CollectionAssert.Contains(Rows(page, "Networks", folded: true), "Total params|1.89 k");
        StringAssert.Contains(Section(page, "Warnings").Value, "frozen");

        // The same of models that were saved and loaded.
        var again = Path.Combine(folder, "again.html");
        TrainingReport.Compare(
            again,
            ("healthy", BinarizedNetworkTransformer.Load(one.ToPayload())),
            ("stands still", BinarizedNetworkTransformer.Load(other.ToPayload())));
        Assert.AreEqual(text, File.ReadAllText(again));
        AssertRefused(path, "2 to 6 runs, got 1", ("a", one));
        AssertRefused(path, "got 7", [.. "abcdefg".Select(name => ($"{name}", one))]);
        AssertRefused(path, "'a' twice", ("a", one), ("a", other));
        AssertRefused(path, "Run 2 has no name", ("a", one), (" ", other));
        AssertRefused(path, "Run 'b' has no model", ("a", one), ("b", null!));
        Assert.ThrowsExactly<ArgumentException>(() => TrainingReport.Compare("", ("a", one), ("b", other)));
        Assert.AreEqual(text, File.ReadAllText(path));
    });

    private static void AssertRefused(
        string path, string said, params (string, BinarizedNetworkTransformer)[] runs) => StringAssert.Contains(
        Assert.ThrowsExactly<ArgumentException>(() => TrainingReport.Compare(path, runs)).Message, said);

    private static XDocument Page(params ReportContent[] runs) => XDocument.Parse(ComparisonReport.Of(runs));

    private static XElement Section(XDocument page, string title) => page.Descendants("section")
        .Single(section => section.Element("h2")!.Value == title);

    // Cells that are marked end in a star.
    private static string[] Rows(XDocument page, string section, bool folded) =>
        [.. Section(page, section).Elements(folded ? "details" : "div").Descendants("tr").Select(row => string.Join(
            '|', row.Elements().Select(cell =>
                cell.Value + (cell.Attribute("class")?.Value == "differs" ? "*" : ""))))];

    // The last of a title: of a metric's map and lines, which share one, the lines.
    private static Dictionary<string, XElement> Figures(XDocument page) => page.Descendants("figure")
        .GroupBy(figure => figure.Element("h3")!.Value).ToDictionary(group => group.Key, group => group.Last());
}
