using System.Xml.Linq;
using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Facts;
using Microsoft.ML.Larq.Tests.Progress;
using Microsoft.ML.Larq.Tests.Progress.Facts;

namespace Microsoft.ML.Larq.Tests.Reports;

/// <summary>Histograms on the page, drawn from figures made by hand.</summary>
[TestClass]
public class HistogramSectionTests
{
    // Thirty values from 0 to 29 in ranges of 29/30: one each; then ten of 0 and one of 29.
    private static readonly HistogramFacts Even =
        HistogramFacts.Of([.. Enumerable.Range(0, 30).Select(i => (float)i)])!;

    private static readonly HistogramFacts Heaped = HistogramFacts.Of([.. new float[10], 29])!;

    [TestMethod]
    public void Of_TwoEpochs_DrawsARidgeForEach()
    {
        var page = Page(TakenHistograms.None
            .With(1, [("weights/a", Even), ("gradients/a", Even), ("pre_activations/b.input", Even)])
            .With(7, [("weights/a", Heaped)]));
        var section = page.Descendants("section").Single(one => one.Element("h2")?.Value == "Histograms");
        CollectionAssert.AreEqual(
            new[] { "Latent weights", "Pre-activations", "Gradients, as they leave the quantizers" },
            section.Elements("h3").Select(title => title.Value).ToArray());
        var weights = section.Descendants("figure").First();
        Assert.AreEqual("a", weights.Element("h3")!.Value);
        var ridges = weights.Descendants("path").ToArray();
        Assert.HasCount(2, ridges);

        // An axis from 0 to 30: 29 lies at 966.7. All ranges are equally full: one step up, one way along, one down.
        Assert.AreEqual("M0 714.3V0H966.7V714.3Z", ridges[0].Attribute("d")!.Value);

        // The first range is full, the last a tenth of it; 714.3 / 10 = 71.4.
        Assert.AreEqual("M0 1000V285.7H32.2V1000H934.4V928.6H966.7V1000Z", ridges[1].Attribute("d")!.Value);
        Assert.AreEqual("epoch 7: 11 values from 0 to 29, half of them from 0.2658 to 0.7975", Tip(ridges[1]));
        StringAssert.StartsWith(Tip(ridges[0]), "epoch 1: 30 values from 0 to 29, half of them from 7.25 to 21.75");
        var label = weights.Descendants("svg").Single().Attribute("aria-label")!.Value;
        Assert.AreEqual($"Latent weights, a: {Tip(ridges[0])}; {Tip(ridges[1])}", label);
        var numbers = section.Elements("details").First().Descendants("tbody").Single().Elements("tr")
            .Select(row => string.Join(' ', row.Elements().Select(cell => cell.Value))).ToArray();
        CollectionAssert.AreEqual(
            new[] { "a 1 30 0 7.25 14.5 21.75 29", "a 7 11 0 0.2658 0.5317 0.7975 29" }, numbers);
    }

    // Layer a's kernel has a window of ±1, b's input none: facts of the sample.
    [TestMethod]
    public void Of_AWindowWithinTheAxis_MarksItsEnds()
    {
        var around = HistogramFacts.Of([-2, 2])!;
        var page = Page(TakenHistograms.None.With(1, [("weights/a", around), ("pre_activations/b.input", around)]));
        var figures = page.Descendants("figure").Where(one => one.Descendants("path")
            .Any(path => path.Attribute("class")?.Value == "ridge")).ToArray();
        CollectionAssert.AreEqual(
            new[] { "250", "750" },
            figures[0].Descendants("line").Select(line => line.Attribute("x1")!.Value).ToArray());
        Assert.IsEmpty(figures[1].Descendants("line"));
    }

    [TestMethod]
    public void Of_OneValue_IsALineUpwards()
    {
        var page = Page(TakenHistograms.None.With(2, [("gradients/a", HistogramFacts.Of([0, 0, 0])!)]));
        var ridge = page.Descendants("path").Single(path => path.Attribute("class")?.Value == "ridge");
        Assert.AreEqual("M500 1000V0H500V1000Z", ridge.Attribute("d")!.Value);
        Assert.AreEqual("epoch 2: 3 values, all 0", Tip(ridge));
    }

    [TestMethod]
    public void Of_AStrangeName_IsTextAndNoMarkup()
    {
        var page = Page(TakenHistograms.None.With(1, [("weights/<b>\"x\"&amp;", Even)]));
        Assert.IsTrue(page.Descendants("h3").Any(title => title.Value == "<b>\"x\"&amp;"));
    }

    [TestMethod]
    public void Of_NoHistogram_HasNoSection()
    {
        var page = Page(TakenHistograms.None);
        Assert.IsFalse(page.Descendants("h2").Any(title => title.Value == "Histograms"));
        Assert.IsTrue(page.Descendants("h2").Any(title => title.Value == "Curves"));
    }

    private static string Tip(XElement shape) => shape.Element("title")!.Value;

    private static XDocument Page(TakenHistograms taken)
    {
        var model = Hosting.SampleTransformer.Create();
        var history = Histories.Of(("Loss", [1.0, 0.5]));
        history.Facts = TrainingFactsSample.Of() with { Epochs = 7, Histograms = taken };
        return XDocument.Parse(ModelReport.Html(model.Facts with { History = history }, model.Packed, [], "t"));
    }
}
