using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Tests.Progress;

/// <summary>Numbers at the end of the range, and beyond it, are still what they were once they are saved.</summary>
[TestClass]
public class InfiniteValuesTests
{
    private static readonly double[] Values =
        [double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.MaxValue, double.MinValue, 1.23456];

    // Four digits of the largest number would be infinity: it stays as it is.
    [TestMethod]
    public void Add_TheLargestNumber_StaysFinite() => CollectionAssert.AreEqual(
        new[]
        {
            double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.MaxValue, double.MinValue, 1.235,
        },
        Histories.Of(("x", Values))["x"].ToArray());

    [TestMethod]
    public void FromJson_OfToJson_KeepsThem()
    {
        var text = Histories.Of(("x", Values)).ToJson().ToJsonString();
        Assert.AreEqual(
            """{"x":["Infinity","-Infinity",null,1.7976931348623157E+308,-1.7976931348623157E+308,1.235]}""", text);
        var read = TrainingHistory.FromJson((JsonObject)JsonNode.Parse(text)!);
        CollectionAssert.AreEqual(Histories.Of(("x", Values))["x"].ToArray(), read["x"].ToArray());
    }

    [TestMethod]
    [DataRow("\"NaN\"")]
    [DataRow("\"infinity\"")]
    [DataRow("\"+Infinity\"")]
    [DataRow("\"1\"")]
    [DataRow("\"\"")]
    public void FromJson_AnotherText_IsAFormatError(string value)
    {
        var json = (JsonObject)JsonNode.Parse($$"""{"x":[1,{{value}}]}""")!;
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => TrainingHistory.FromJson(json)).Message, "which is no number");
    }

    // From a callback to the loaded model, and into the files.
    [TestMethod]
    public void Fit_ReportedInfinities_SurviveSaving() => Histories.InAFolder(folder =>
    {
        var options = Trainers.Options(epochs: 3);
        double[] script = [double.PositiveInfinity, double.NegativeInfinity, 2];
        options.Callbacks =
            [new Training.Callbacks.Hooks { EpochEnd = t => t.Report("far", script[t.Progress.Epoch - 1]) }];
        var model = Trainers.Fit(new MLContext(seed: 1), options);
        var loaded = BinarizedNetworkTransformer.Load(model.ToPayload());
        CollectionAssert.AreEqual(script, loaded.History["far"].ToArray());
        loaded.History.WriteCsv(Path.Combine(folder, "h.csv"));
        loaded.History.WriteJson(Path.Combine(folder, "h.json"));
        loaded.WriteReport(Path.Combine(folder, "h.html"));
        loaded.History.WriteTensorBoard(folder);
        StringAssert.Contains(File.ReadAllText(Path.Combine(folder, "h.csv")), ",Infinity\n");
        StringAssert.Contains(
            File.ReadAllText(Path.Combine(folder, "h.json")), "\"far\":[\"Infinity\",\"-Infinity\",2]");
    });
}
