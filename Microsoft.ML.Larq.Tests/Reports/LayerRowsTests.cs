using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Reports;
using Microsoft.ML.Larq.Tests.Progress;

namespace Microsoft.ML.Larq.Tests.Reports;

/// <summary>The layers' rows: order, kernels and inputs apart, scales that compare, anyone's own metric.</summary>
[TestClass]
public class LayerRowsTests
{
    // 'b.input' is a layer's own name: what ends like an input's metric may be none.
    private static readonly NetworkDefinition Network = NetworkDefinition.Build(new TensorShape(8), x => x
        .QuantDense(8, kernelQuantizer: "ste_sign", name: "c")
        .QuantDense(8, "approx_sign", "ste_sign(clip_value=0.5)", name: "a.dot")
        .QuantDense(8, "ste_sign", Quantizer.SteSign(), name: "b.input",
            kernel: new Kernel { Initializer = Initializer.Ones, Constraint = "weight_clip(clip_value=0.25)" }).Frozen(
            y => y.Dense(2, name: "last")));

    private static readonly string[] Metrics =
        ["flip_ratio", "gradient_flow", "starved", "gradient_mismatch", "gradient_ratio", "own_metric"];

    [TestMethod]
    public void Rows_OfEveryMetric_StandInTheNetworksOrderKernelsAndInputsApart()
    {
        foreach (var metric in Metrics)
        {
            string[] rows = ["z", "last", "b.input.input", "b.input", "a.dot.input", "c", "a.dot", "x.input"];
            var page = Page([.. rows.Select(row => ($"{metric}/{row}", new[] { 0.1, 0.2 }))]);
            var maps = page.Descendants("div").Where(map => map.Attribute("class")?.Value == "rows")
                .Select(map => map.Elements("span").Select(name => name.Value).SkipLast(1).ToArray()).ToArray();
            Assert.HasCount(2, maps, metric);
            CollectionAssert.AreEqual(new[] { "c", "a.dot", "b.input", "last", "z" }, maps[0], metric);
            CollectionAssert.AreEqual(new[] { "a.dot.input", "b.input.input", "x.input" }, maps[1], metric);
            var titles = page.Descendants("h3").Select(title => title.Value).ToArray();
            Assert.HasCount(2, titles.Where(title => title.Contains(" of kernels ", StringComparison.Ordinal)), metric);
            Assert.HasCount(2, titles.Where(title => title.Contains(" of inputs ", StringComparison.Ordinal)), metric);
        }
    }

    [TestMethod]
    public void Axes_OfMetricsThatAreKnown_AreTheSameOnEveryPage()
    {
        foreach (var metric in Metrics[..5])
        {
            var (low, high) = (Marks(metric, 0.011), Marks(metric, 0.9));
            CollectionAssert.AreEqual(low, high, metric);
        }

        CollectionAssert.AreEqual(
            new[] { "0", "1E-5", "1E-4", "0.001", "0.01", "0.1", "1" }, Marks("flip_ratio", 0.5));
        CollectionAssert.AreEqual(new[] { "0", "0.001", "0.01", "0.1", "1" }, Marks("starved", 0.004));
        CollectionAssert.AreEqual(new[] { "0", "0.5", "1" }, Marks("gradient_flow", 0.004));
    }

    [TestMethod]
    public void Axes_OfValuesOutside_AreLongerAndSaySo()
    {
        Assert.DoesNotContain("longer than on other pages", Page([("flip_ratio/c", [0.1])]).Root!.Value);
        StringAssert.Contains(Page([("flip_ratio/c", [1e-7])]).Root!.Value, "longer than on other pages");
        CollectionAssert.Contains(Marks("flip_ratio", 1e-7), "1E-7");
        StringAssert.Contains(Page([("gradient_flow/c", [1.5])]).Root!.Value, "longer than on other pages");
    }

    [TestMethod]
    public void Bands_OfHealthyValues_AreDrawnInEveryChartAndSaid()
    {
        foreach (var metric in Metrics[..5])
        {
            var page = Page([($"{metric}/c", [0.5, 0.5])]);
            StringAssert.Contains(page.Root!.Value, "Healthy, shaded in the charts: kernels ");
            foreach (var kind in new[] { "band", "bandmark" })
            {
                var band = page.Descendants("rect").Single(shape => shape.Attribute("class")?.Value == kind);
                Assert.IsTrue(Number(band, "width") > 0 && Number(band, "height") > 0);
            }
        }

        // Between 0.2 and 1 of a height of 1000.
        var flow = Page([("gradient_flow/a.dot.input", [0.5])]).Descendants("rect")
            .Single(shape => shape.Attribute("class")?.Value == "band");
        Assert.AreEqual((0.0, 800.0), (Number(flow, "y"), Number(flow, "height")));
        Assert.IsEmpty(Page([("own/c", [0.5])]).Descendants("rect")
            .Where(shape => shape.Attribute("class")?.Value == "band"));
    }

    [TestMethod]
    public void Zeros_OfALogarithmicMetric_AreMarkedApartFromWhatIsSmallAndFromWhatIsNotMeasured()
    {
        string[] Kinds(double value) => [.. Page([("flip_ratio/c", [value])]).Descendants("rect")
            .Where(cell => cell.Ancestors("div").First().Attribute("class")!.Value == "rows")
            .Select(cell => cell.Attribute("class")!.Value)];
        CollectionAssert.AreEqual(new[] { "zero" }, Kinds(0));
        CollectionAssert.AreEqual(new[] { "cell" }, Kinds(1e-9));
        CollectionAssert.AreEqual(new[] { "none" }, Kinds(double.NaN));
    }

    [TestMethod]
    [DataRow("my_metric/c")]
    [DataRow("MyMetric/a.dot")]
    [DataRow("My Metric/a.dot.input")]
    public void AnOwnMetricOfALayer_HasASectionWithBothCharts(string name)
    {
        var page = Page([(name, [-3, double.NaN, 250])]);
        var metric = name.Split('/')[0];
        CollectionAssert.Contains(page.Descendants("h2").Select(title => title.Value).ToArray(), metric);
        Assert.HasCount(2, page.Descendants("h3").Where(
            title => title.Value.StartsWith(metric, StringComparison.Ordinal) && title.Parent!.Name == "figure"));
    }

    [TestMethod]
    public void AnOwnValue_HasACurveAndATile()
    {
        var page = Page([("my value", [0.25, 0.5]), ("Loss", [1, 2])]);
        CollectionAssert.Contains(page.Descendants("h3").Select(title => title.Value).ToArray(), "my value");
        var tile = page.Descendants("div").Single(tile => tile.Attribute("class")?.Value == "tile"
            && tile.Value.StartsWith("my value", StringComparison.Ordinal));
        Assert.AreEqual("my value0.50.25 to 0.5", tile.Value);
    }

    [TestMethod]
    public void Kernels_ShowQuantizerWindowInitializerClipAndWhetherTheyAreTrained()
    {
        var rows = Page([("Loss", [1])], [("ClipLatentWeights", "true")]).Descendants("section")
            .Single(section => section.Element("h2")?.Value == "Quantizers and kernels").Descendants("tr")
            .Select(row => string.Join('|', row.Elements().Select(cell => cell.Value))).ToArray();
        CollectionAssert.AreEqual(
            new[]
            {
                "Layer|Of|Quantizer|Window|Initializer|Held within|Trainable",
                "c|kernel|ste_sign|±1|glorot_uniform|±1|yes",
                "a.dot|input|approx_sign|±1|||",
                "a.dot|kernel|ste_sign(clip_value=0.5)|±0.5|glorot_uniform|±0.5|yes",
                "b.input|input|ste_sign|±1|||",
                "b.input|kernel|ste_sign|±1|ones|weight_clip(clip_value=0.25)|yes",
                "last|kernel|–|–|glorot_uniform|–|no",
            },
            rows);
        foreach (var (option, wanted) in new[] { ("false", "nothing"), ("?", "not known") })
        {
            StringAssert.Contains(
                Page([("Loss", [1])], [("ClipLatentWeights", option)]).Root!.Value, $"±1glorot_uniform{wanted}yes");
        }
    }

    // A thermometer's bits are signs: the layer behind it is packed without a quantizer of its own.
    [TestMethod]
    public void Macs_BehindAThermometer_AreCountedAsThePackedEngineRunsThem()
    {
        var network = NetworkDefinition.Build(new TensorShape(4), x => x
            .QuantileThermometer(8).QuantDense(16, kernelQuantizer: "ste_sign").BatchNormalization()
            .QuantDense(2, "ste_sign", "ste_sign"));
        var packed = PackedNetwork.Compile(network, NetworkWeights.Initialize(network, 1)).Report;
        Assert.AreEqual(packed.Macs, packed.PackedMacs);
        Assert.IsLessThan(0.1, network.Summary().BinarizedMacRatio);
        var page = XDocument.Parse(HtmlReport.Of(
            HtmlReportTests.Content(Histories.Of(("Loss", [1.0]))) with
            {
                Network = network,
                Summary = network.Summary(),
                Packed = packed,
            }));
        var tile = page.Descendants("div").Single(tile => tile.Attribute("class")?.Value == "tile"
            && tile.Value.StartsWith("MACs", StringComparison.Ordinal));
        Assert.AreEqual("MACs on packed bits100%of 544 a row", tile.Value);
        StringAssert.Contains(page.Root!.Value, "Share of MACs on packed bits100%");
        Assert.DoesNotContain("binarized", page.Root.Value);
    }

    private static string[] Marks(string metric, double value) =>
        [.. Page([($"{metric}/c", [value])]).Descendants("div")
            .Single(axis => axis.Attribute("class")?.Value == "ys").Elements("span").Select(mark => mark.Value)];

    private static double Number(XElement shape, string attribute) =>
        double.Parse(shape.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    private static XDocument Page(
        (string Name, double[] Values)[] columns, (string Name, string Value)[]? options = null) =>
        XDocument.Parse(HtmlReport.Of(HtmlReportTests.Content(Histories.Of(columns)) with
        {
            Network = Network,
            Summary = Network.Summary(),
            Packed = PackedNetwork.Compile(Network, NetworkWeights.Initialize(Network, 1)).Report,
            Options = options ?? [],
        }));
}
