using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Summary;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Reports;
using Microsoft.ML.Larq.Tests.Progress;

namespace Microsoft.ML.Larq.Tests.Reports;

[TestClass]
public class HtmlReportTests
{
    private static readonly NetworkDefinition Network = NetworkDefinition.Build(new TensorShape(8, 8, 1), x => x
        .Conv2D(8, 3).BatchNormalization()
        .QuantConv2D(8, 3, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign").BatchNormalization()
        .Flatten().QuantDense(3, "ste_sign", "ste_sign", name: "last.one"));

    private static readonly TrainingHistory History = Histories.Of(
        ("Loss", [2.125, 1.0625, 0.71]),
        ("Accuracy", [0.31, 0.62, 0.93]),
        ("Validation Loss", [2.5, double.NaN, 0.82]),
        ("Validation Accuracy", [0.29, 0.58, 0.87]),
        ("Learning Rate", [0.01, 0.005, 0.0001]),
        ("flip_ratio/quant_conv2d", [0.0123, 0.0045, 0]),
        ("flip_ratio/last.one", [0.02, double.NaN, 0.0007]),
        ("gradient_flow/quant_conv2d", [0.971, 0.862, 0.753]),
        ("gradient_flow/last.one.input", [0.111, 0.222, 0.333]));

    [TestMethod]
    public void Of_AHistory_IsWellFormedAndNeedsNothingElse()
    {
        var text = HtmlReport.Of(Content(History));
        StringAssert.StartsWith(text, "<!DOCTYPE html>\n<html lang=\"en\">");
        var page = XDocument.Parse(text);
        Assert.AreEqual("Digits & <friends>", page.Descendants("title").First().Value);
        Assert.IsEmpty(
            page.Descendants().Where(element => element.Name.LocalName is "script" or "link" or "img" or "iframe"));
        Assert.IsEmpty(page.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "src" or "href"));
        Assert.DoesNotContain("url(", text);
        Assert.DoesNotContain("http:", text);
        Assert.DoesNotContain("https:", text);
        Assert.DoesNotContain("@import", text);
    }

    // <div/> opens a division in HTML; only these end by themselves there. Inside svg every element may.
    [TestMethod]
    public void Of_AHistory_ReadsTheSameAsHtml()
    {
        var text = HtmlReport.Of(Content(History));
        var outside = Regex.Replace(text, "<svg.*?</svg>", "", RegexOptions.Singleline);
        var closed = Regex.Matches(outside, @"<(\w+)[^<>]*/>").Select(match => match.Groups[1].Value);
        CollectionAssert.AreEqual(new[] { "meta" }, closed.Distinct().ToArray());
        foreach (var character in "<>&") Assert.DoesNotContain(character, ReportStyle.Css);
    }

    [TestMethod]
    public void Of_AHistory_HasEveryValueInItsTable()
    {
        var details = XDocument.Parse(HtmlReport.Of(Content(History))).Descendants("details").Last();
        Assert.AreEqual("All values", details.Element("summary")!.Value);
        var seen = new List<string>();
        foreach (var table in details.Descendants("table"))
        {
            var rows = table.Descendants("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray())
                .ToArray();
            Assert.HasCount(4, rows);
            Assert.AreEqual("Epoch", rows[0][0]);
            var metric = table.Parent!.ElementsBeforeSelf("h3").LastOrDefault()?.Value;
            for (var column = 1; column < rows[0].Length && metric is not null; column++)
                rows[0][column] = $"{metric}/{rows[0][column]}";
            seen.AddRange(rows[0][1..]);
            for (var epoch = 0; epoch < 3; epoch++)
            {
                Assert.AreEqual($"{epoch + 1}", rows[epoch + 1][0]);
                for (var column = 1; column < rows[0].Length; column++)
                {
                    var (wanted, cell) = (History[rows[0][column]][epoch], rows[epoch + 1][column]);
                    if (double.IsNaN(wanted)) Assert.AreEqual("–", cell);
                    else Assert.AreEqual(wanted, double.Parse(cell, CultureInfo.InvariantCulture), rows[0][column]);
                }
            }
        }

        CollectionAssert.AreEquivalent(History.Names.ToArray(), seen);
    }

    [TestMethod]
    public void Of_AHistory_DrawsEveryCurveAndCell()
    {
        var page = XDocument.Parse(HtmlReport.Of(Content(History)));
        var charts = page.Descendants("figure").ToDictionary(figure => figure.Element("h3")!.Value);
        CollectionAssert.AreEqual(
            new[]
            {
                "Loss", "Accuracy", "Learning Rate",
                "Flip ratio by layer and epoch", "Flip ratio over the epochs",
                "Gradient flow of kernels by layer and epoch", "Gradient flow of kernels over the epochs",
                "Gradient flow of inputs by layer and epoch", "Gradient flow of inputs over the epochs",
            },
            charts.Keys.ToArray());
        var tips = page.Descendants("svg").Descendants("title").Select(tip => tip.Value).ToHashSet();
        foreach (var name in History.Names)
        {
            var shown = name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];
            for (var epoch = 1; epoch <= 3; epoch++)
            {
                var value = History[name][epoch - 1];
                if (!double.IsNaN(value) || name.Contains('/', StringComparison.Ordinal))
                    Assert.Contains($"{shown}, epoch {epoch}: {Html.Value(value)}", tips);
            }
        }

        Assert.HasCount(1, Cells(charts["Flip ratio by layer and epoch"], "none"));
        Assert.HasCount(2, charts["Loss"].Descendants("li"));

        // Epoch 2 was not validated: the line joins what was measured.
        var path = Lines(charts["Loss"]).Last();
        Assert.HasCount(1, path.Where(character => character == 'M'));
        Assert.HasCount(1, path.Where(character => character == 'L'));
        Assert.DoesNotContain("NaN", path);
    }

    [TestMethod]
    public void Of_AHistory_HigherValuesAreHigherAndFuller()
    {
        var page = XDocument.Parse(HtmlReport.Of(Content(History)));
        var charts = page.Descendants("figure").ToDictionary(figure => figure.Element("h3")!.Value);
        var heights = Lines(charts["Accuracy"]).First()[1..].Split('L')
            .Select(point => double.Parse(point.Split(' ')[1], CultureInfo.InvariantCulture)).ToArray();
        Assert.IsTrue(heights[0] > heights[1] && heights[1] > heights[2], string.Join(' ', heights));
        var fullness = Cells(charts["Gradient flow of kernels by layer and epoch"], "cell").Take(3)
            .Select(
                cell => double.Parse(cell.Attribute("fill-opacity")!.Value, CultureInfo.InvariantCulture)).ToArray();
        Assert.IsTrue(fullness[0] > fullness[1] && fullness[1] > fullness[2], string.Join(' ', fullness));
        Assert.AreEqual(0.06 + (0.94 * 0.971), fullness[0], 0.006);
    }

    [TestMethod]
    public void Of_AModel_HasSummaryPackedReportAndAgreement()
    {
        var content = Content(History);
        var text = XDocument.Parse(HtmlReport.Of(content)).Root!.Value;
        var cells = XDocument.Parse(HtmlReport.Of(content)).Descendants("td").Select(cell => cell.Value).ToHashSet();
        foreach (var layer in content.Summary.Layers)
        {
            Assert.Contains(layer.Name, cells);
            Assert.Contains(layer.Outputs, cells);
            foreach (var count in layer.Weights.Values) Assert.Contains(SummaryFormat.Whole(count), cells);
            Assert.Contains(SummaryFormat.Kibibytes(layer.MemoryBits), cells);
        }

        foreach (var (name, value) in SummaryTables.TotalCells(content.Summary)
            .Where(total => !total.Name.Contains("MACs", StringComparison.Ordinal)))
        {
            Assert.Contains(name, cells);
            Assert.Contains(value, cells);
        }

        foreach (var layer in content.Packed.Layers)
        {
            Assert.Contains(layer.Name, cells);
            Assert.Contains(layer.Why, cells);
            Assert.Contains(layer.Kernel, cells);
            Assert.Contains(layer.Macs.ToString("N0", CultureInfo.InvariantCulture), cells);
        }

        StringAssert.Contains(text, "9 of 9 identical");
        StringAssert.Contains(text, "(8, 8, 1)");
    }

    [TestMethod]
    public void Of_AHistoryWithFaults_NamesThemAtTheTop()
    {
        var faulty = Histories.Of(("Loss", [2.0]), ("starved/one", [0.75]), ("gradient_flow/two.input", [0.0]));
        var page = XDocument.Parse(HtmlReport.Of(Content(faulty)));
        var items = page.Descendants("ul").Single(list => list.Attribute("class")!.Value == "warnings")
            .Elements("li").Select(item => item.Value).ToArray();
        Assert.HasCount(2, items);
        StringAssert.StartsWith(items[0], "starved_weights one: 75 %");
        StringAssert.StartsWith(items[1], "dead_gradient two.input: 0 %");
        Assert.IsEmpty(XDocument.Parse(HtmlReport.Of(Content(History))).Descendants("ul")
            .Where(list => list.Attribute("class")!.Value == "warnings"));
    }

    [TestMethod]
    public void Of_RatesOfGroups_StandInOneChart()
    {
        var page = XDocument.Parse(HtmlReport.Of(Content(Histories.Of(
            ("Loss", [2.0, 1]), ("Learning Rate", [0.1, 0.2]), ("Learning Rate/binary", [0.3, 0.4]),
            ("Threshold/binary", [1e-8, 1e-8]), ("flip_ratio/one", [0.1, 0.1])))));
        var charts = page.Descendants("figure").ToDictionary(figure => figure.Element("h3")!.Value);
        CollectionAssert.AreEqual(
            new[] { "Loss", "Learning Rate", "Threshold",
                "Flip ratio by layer and epoch", "Flip ratio over the epochs" },
            charts.Keys.ToArray());
        Assert.HasCount(2, charts["Learning Rate"].Descendants("li"));
        // Loss and the model's
        Assert.HasCount(3, page.Descendants("div").Where(tile => tile.Attribute("class")?.Value == "tile"));
    }

    [TestMethod]
    public void Of_FurtherMetricsOfLayers_HaveSectionsThatSayHowToReadThem()
    {
        var page = XDocument.Parse(HtmlReport.Of(Content(Histories.Of(
            ("starved/one", [0.1, 0.2]), ("gradient_mismatch/one", [0.3, double.NaN]),
            ("gradient_ratio/one", [-3, 40.0]),
            ("anything/one", [1, 2.0])))));
        var sections = page.Descendants("section").Where(section => section.Element("p") is not null)
            .ToDictionary(section => section.Element("h2")!.Value, section => section.Value);
        foreach (var title in new[] { "Starved weights", "Gradient mismatch", "Gradient ratio" })
            StringAssert.Contains(sections[title], "Healthy, shaded in the charts: kernels ");
        Assert.Contains("anything", page.Descendants("h2").Select(heading => heading.Value));
    }

    [TestMethod]
    public void Of_Options_ShowsEachWithItsDefaultWhereItDiffers()
    {
        var content = Content(History) with
        {
            Options = [("Epochs", "3"), ("BatchSize", "64"), ("New", "1")],
            DefaultOptions = [("Epochs", "40"), ("BatchSize", "64")],
        };
        var section = XDocument.Parse(HtmlReport.Of(content)).Descendants("section")
            .Single(section => section.Element("h2")!.Value == "Options");
        CollectionAssert.AreEqual(
            new[] { "Epochs|3|40", "New|1|", "Option|Value", "BatchSize|64" },
            section.Descendants("tr").Skip(1)
                .Select(row => string.Join('|', row.Elements().Select(cell => cell.Value))).ToArray());
        Assert.DoesNotContain("<h2>Options", HtmlReport.Of(Content(History)));
    }

    [TestMethod]
    public void Of_ManyEpochs_AveragesCellsAndKeepsTheLines()
    {
        var values = Enumerable.Range(0, 350).Select(epoch => epoch < 4 ? epoch / 4.0 : 1).ToArray();
        var page = XDocument.Parse(
            HtmlReport.Of(Content(Histories.Of(("gradient_flow/one", values), ("gradient_flow/two", values)))));
        var cells = Cells(page.Descendants("figure").First(), "cell")
            .Where(cell => cell.Element("title") is not null).ToArray();
        Assert.HasCount(2 * 88, cells);
        Assert.AreEqual("one, epochs 1 to 4, mean: 0.375", cells[0].Element("title")!.Value);
        var path = Lines(page.Descendants("figure").Last()).First();
        Assert.HasCount(349, path.Where(character => character == 'L'));
    }

    [TestMethod]
    public void Of_NoEpochs_SaysSo()
    {
        var page = XDocument.Parse(HtmlReport.Of(Content(new TrainingHistory())));
        StringAssert.Contains(page.Root!.Value, "Training reported no epoch.");
        Assert.IsEmpty(page.Descendants("figure"));
    }

    internal static ReportContent Content(TrainingHistory history) => new()
    {
        Title = "Digits & <friends>",
        Facts = [("Input", Network.InputShape.ToString())],
        History = history,
        Network = Network,
        Summary = Network.Summary(),
        Packed = PackedNetwork.Compile(Network, NetworkWeights.Initialize(Network, 1)).Report,
        Agreement = "9 of 9 identical",
    };

    internal static IEnumerable<string> Lines(XElement figure) => figure.Descendants("path")
        .Where(path => path.Attribute("class")!.Value == "line" && path.Ancestors("ul").FirstOrDefault() is null)
        .Select(path => path.Attribute("d")!.Value);

    private static XElement[] Cells(XElement figure, string kind) =>
        [.. figure.Descendants("rect").Where(cell => cell.Attribute("class")!.Value == kind)];
}
