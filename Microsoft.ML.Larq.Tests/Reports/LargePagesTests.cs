using System.Xml.Linq;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Reports;
using Microsoft.ML.Larq.Tests.Progress;

namespace Microsoft.ML.Larq.Tests.Reports;

/// <summary>Pages of many layers, many epochs, one epoch and nothing but gaps.</summary>
[TestClass]
public class LargePagesTests
{
    // Was 53 MB, of which no browser of a telephone would make a page.
    [TestMethod]
    public void Of_AThousandLayersAndTwoHundredEpochs_StaysOfASizeThatOpens()
    {
        var network = NetworkDefinition.Build(new TensorShape(4), x =>
        {
            for (var i = 0; i < 1000; i++) x = x.QuantDense(4, "ste_sign", "ste_sign", name: $"layer_{i}");
            return x.Dense(2);
        });
        var random = new Random(1);
        double[] Values() => [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble())];
        var history = Histories.Of(
        [
            .. Enumerable.Range(0, 1000).SelectMany(i => new[]
            {
                ($"flip_ratio/layer_{i}", Values()), ($"gradient_flow/layer_{i}", Values()),
                ($"gradient_flow/layer_{i}.input", Values()),
            }),
        ]);
        var text = HtmlReport.Of(HtmlReportTests.Content(history) with
        {
            Network = network,
            Summary = network.Summary(),
            Packed = PackedNetwork.Compile(network, NetworkWeights.Initialize(network, 1)).Report,
        });
        Assert.IsLessThan(12_000_000, text.Length);
        var page = XDocument.Parse(text);
        StringAssert.Contains(page.Root!.Value, "The first 250 of 3,000, for all would make this page too large");
        var lines = page.Descendants("figure").Single(
            figure => figure.Element("h3")!.Value == "Flip ratio over the epochs");
        Assert.HasCount(1000, HtmlReportTests.Lines(lines));
        Assert.HasCount(1000, lines.Descendants("li"));
        Assert.AreEqual("1000 lines, last values", lines.Descendants("summary").Single().Value);

        // The last point of a line is the last epoch's, whatever is left out before it.
        foreach (var line in HtmlReportTests.Lines(lines)) StringAssert.Contains(line, "L1000 ");
    }

    [TestMethod]
    public void Of_NothingMeasured_DrawsEmptyCharts()
    {
        double[] none = [double.NaN, double.NaN];
        string[] names = ["Loss", "Validation Loss", "flip_ratio/a", "gradient_flow/a.input", "own/a", "own"];
        var page = XDocument.Parse(HtmlReport.Of(
            HtmlReportTests.Content(Histories.Of([.. names.Select(name => (name, none))]))));
        Assert.IsEmpty(page.Descendants("figure").SelectMany(HtmlReportTests.Lines).Where(line => line != ""));
        StringAssert.Contains(page.Root!.Value, "not measured");
        Assert.DoesNotContain("NaN", page.Root.Value);
    }

    [TestMethod]
    public void Of_AModelOfNoEpochAndNoFacts_StillShowsItsNetwork()
    {
        var page = XDocument.Parse(HtmlReport.Of(HtmlReportTests.Content(new TrainingHistory())));
        StringAssert.Contains(page.Root!.Value, "Training reported no epoch.");
        CollectionAssert.Contains(page.Descendants("h2").Select(title => title.Value).ToArray(), "Network");
    }
}
