using System.Xml.Linq;
using Microsoft.ML.Larq.Reports;
using Microsoft.ML.Larq.Tests.Progress;

namespace Microsoft.ML.Larq.Tests.Reports;

/// <summary>Values that are not measured in every epoch: in every chart, legend and tile.</summary>
[TestClass]
public class PartlyMeasuredTests
{
    // Measured in every fifth epoch of 200, and not in the last: 40 values.
    private static readonly double[] EveryFifth = [.. Enumerable.Range(0, 200)
        .Select(epoch => epoch % 5 == 2 ? 0.1 + (epoch / 1000.0) : double.NaN)];

    private static readonly string[] Names =
    [
        "Loss", "Accuracy", "Validation Loss", "Learning Rate", "own value", "flip_ratio/quant_conv2d",
        "gradient_flow/quant_conv2d", "gradient_flow/quant_conv2d.input", "starved/quant_conv2d",
        "gradient_mismatch/quant_conv2d", "gradient_ratio/quant_conv2d", "own_metric/quant_conv2d",
    ];

    [TestMethod]
    public void Of_ValuesOfEveryFifthEpoch_JoinsThemInEveryChart()
    {
        foreach (var name in Names)
        {
            var line = Lines(Page((name, EveryFifth))).Single();
            Assert.HasCount(1, line.Where(character => character == 'M'), name);
            Assert.HasCount(39, line.Where(character => character == 'L'), name);
            Assert.DoesNotContain("NaN", line);
        }
    }

    [TestMethod]
    public void Of_AValueMeasuredOnce_IsADotInEveryChart()
    {
        double[] once = [.. Enumerable.Range(0, 200).Select(epoch => epoch == 70 ? 0.25 : double.NaN)];
        foreach (var name in Names)
        {
            var tips = Page((name, once)).Descendants("figure").Last().Descendants()
                .Where(element => element.Attribute("class")?.Value == "dot")
                .Select(dot => dot.Element("title")!.Value).ToArray();
            Assert.HasCount(1, tips, name);
            StringAssert.Contains(tips[0], "epoch 71: 0.25");
        }
    }

    [TestMethod]
    public void Of_ValuesOfEveryFifthEpoch_LegendAndTileShowTheLastMeasured()
    {
        foreach (var name in Names)
        {
            var page = Page((name, EveryFifth));
            var legends = Legend(page);
            Assert.HasCount(1, legends, name);
            StringAssert.Contains(legends[0], "0.297");
            StringAssert.Contains(legends[0], "epoch 198");
            var tiles = page.Descendants("div").Where(tile => tile.Attribute("class")?.Value == "tile")
                .Select(tile => tile.Value).Where(text => text.StartsWith(name, StringComparison.Ordinal)).ToArray();
            if (name.Contains('/', StringComparison.Ordinal) || name == "Learning Rate") continue;
            StringAssert.Contains(tiles.Single(), "0.297");
            StringAssert.Contains(tiles.Single(), "epoch 198");
        }
    }

    [TestMethod]
    public void Of_ValuesNeverMeasured_SaysSo()
    {
        foreach (var name in Names)
        {
            var page = Page((name, [double.NaN, double.PositiveInfinity, double.NaN]));
            Assert.IsEmpty(Lines(page).Where(line => line.Length > 0), name);
            StringAssert.Contains(Legend(page).Single(), "–");
        }
    }

    private static XDocument Page((string Name, double[] Values) column) =>
        XDocument.Parse(HtmlReport.Of(HtmlReportTests.Content(Histories.Of(column))));

    private static string[] Legend(XDocument page) => [.. page.Descendants("ul")
        .Where(list => list.Attribute("class")!.Value == "legend").Elements("li").Select(entry => entry.Value)];

    private static IEnumerable<string> Lines(XDocument page) => page.Descendants("figure").Descendants("path")
        .Where(path => path.Attribute("class")?.Value == "line" && path.Ancestors("ul").FirstOrDefault() is null)
        .Select(path => path.Attribute("d")!.Value);
}
