using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Tests.Progress;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.Metrics;

/// <summary>What a metric says of itself, from the metric to the page.</summary>
[TestClass]
public class DescriptionTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void Fit_WithADescription_ShowsItOnThePageOfTheLoadedModel() => Histories.InAFolder(folder =>
    {
        var options = Described("Half & <always>: healthy.");
        options.Metrics = [.. options.Metrics.Select(metric => metric.AlsoInValidation())];
        options.ValidationSet = Trainers.Table(_context);
        var model = Trainers.Fit(_context, options);
        var loaded = BinarizedNetworkTransformer.Load(model.ToPayload());
        Assert.AreEqual("Half & <always>: healthy.", loaded.History.Facts!.Descriptions["described"]);
        var path = Path.Combine(folder, "page.html");
        loaded.WriteReport(path);
        var page = System.Xml.Linq.XDocument.Parse(File.ReadAllText(path));
        foreach (var title in new[] { "described", "Validation described" })
        {
            var section = page.Descendants("section").Single(one => one.Element("h2")?.Value == title);
            Assert.AreEqual("Half & <always>: healthy.", section.Element("p")!.Value);
        }

        TrainingReport.Compare(path, ("one", model), ("other", loaded));
        StringAssert.Contains(File.ReadAllText(path), "Half &amp; &lt;always&gt;: healthy.");
    });

    [TestMethod]
    public void Fit_WithoutOne_SaysNothing()
    {
        var model = Trainers.Fit(_context, Described(""));
        Assert.IsEmpty(model.History.Facts!.Descriptions);
        Assert.IsFalse(model.Facts.ToJson()["training"]!.AsObject().ContainsKey("descriptions"));
        Assert.AreEqual("", new FlipRatio().Description);
    }

    [TestMethod]
    [DataRow(null, "got null")]
    [DataRow("two\nlines", "got 9 characters")]
    [DataRow("half", "got 4 characters")]
    public void Fit_WithOneThatIsNoText_NamesMetricAndLayer(string? text, string said)
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() =>
            Trainers.Fit(_context, Described(text == "half" ? "abc\ud800" : text)));
        StringAssert.StartsWith(
            error.Message,
            "Metric 'described' of the quantizer 'quant_dense' failed: Description is text of at most 500");
        StringAssert.Contains(error.Message, said);
    }

    [TestMethod]
    public void Fit_WithALongOne_TakesFiveHundredCharacters()
    {
        Trainers.Fit(_context, Described(new string('x', 500)));
        Assert.ThrowsExactly<InvalidOperationException>(() => Trainers.Fit(_context, Described(new string('x', 501))));
    }

    private static BinarizedNetworkTrainer.Options Described(string? text)
    {
        var options = Trainers.Options(epochs: 1);
        options.Metrics = [LayerMetric.Of(() => new Described(text))];
        return options;
    }
}
