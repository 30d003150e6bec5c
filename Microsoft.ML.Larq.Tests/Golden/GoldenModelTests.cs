using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Tests.Golden;

/// <summary>Models that earlier versions saved load and score as they did then.</summary>
/// <remarks>
/// What the packed network gives, and regressions' and binary classifiers' scores, have the same bits. The exponential
/// is the platform's, as is the hyperbolic tangent, and neither is rounded alike everywhere: probabilities and the
/// outputs of networks with a softmax, a sigmoid or a hyperbolic tangent within, are within 10⁻⁶.
/// </remarks>
[TestClass]
public class GoldenModelTests
{
    private const double Smooth = 1e-6;

    public static IEnumerable<object[]> Models => GoldenFolder.Models;

    [TestMethod]
    public void Models_OfTheFirstVersion_AreThere()
    {
        var names = Models.Where(model => (string)model[0] == "Version1").Select(model => (string)model[1]).ToArray();
        CollectionAssert.AreEquivalent(
            new[]
            {
                "multiclass", "binary", "regression", "keras", "images", "sequences", "volumes", "dense-quantizers",
                "convolution-quantizers", "parameters", "smooth",
            },
            names);
        CollectionAssert.AreEquivalent(
            new[]
            {
                LearningTask.MulticlassClassification, LearningTask.BinaryClassification, LearningTask.Regression,
            },
            names.Select(name => Load("Version1", name).Task).Distinct().ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void Load_AnEarlierVersions_ScoresTheSameOnEveryKernelSet(string version, string name)
    {
        var expected = GoldenRow.Read(FileOf(version, name, ".rows"));
        Assert.IsNotEmpty(expected.Where(row => row.Features.Any(float.IsNaN)));
        Assert.IsNotEmpty(expected.Where(row => row.Outputs is not null && row.Outputs.All(float.IsFinite)));
        float[][] rows = [.. expected.Select(row => row.Features)];
        var loaded = Load(version, name);
        AssertSame(expected, GoldenScoring.Score(loaded, rows), loaded, name);
        foreach (var kernels in KernelSet.Available)
        {
            AssertSame(
                expected, GoldenScoring.Score(GoldenScoring.On(loaded, kernels), rows), loaded,
                $"{name} on {kernels.Name}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void Load_AnEarlierVersions_HasTheSameNetwork(string version, string name)
    {
        var text = File.ReadAllText(FileOf(version, name, ".json"));
        var network = Load(version, name).Network;
        Assert.AreEqual(network, NetworkDefinition.FromJson(text));
        Assert.AreEqual(network, NetworkDefinition.FromJson(network.ToJson()));
        AssertHolds(JsonNode.Parse(text), JsonNode.Parse(GoldenText.As(version, network.ToJson())), "network");
    }

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void Load_AnEarlierVersions_HasTheSameFactsAndHistory(string version, string name)
    {
        var text = File.ReadAllText(FileOf(version, name, ".facts.json"));
        AssertHolds(JsonNode.Parse(text), Load(version, name).Facts.ToJson(), "facts");
    }

    [TestMethod]
    public void Load_OfEachTask_HasWhatItsUsersSee()
    {
        var classes = Load("Version1", "multiclass");
        Assert.AreEqual(
            ("Label", "Features", 4), (classes.LabelColumnName, classes.FeatureColumnName, Epochs(classes)));
        Assert.AreEqual(90, classes.Calibration!.Rows);
        Assert.IsTrue(classes.Weights["quant_dense/kernel"].Values.ToArray().Any(value => value is not (1 or -1)));
        var binary = Load("Version1", "binary");
        Assert.AreEqual((PixelOrder.Planar, 3), (binary.Facts.Order, Epochs(binary)));
        var regression = Load("Version1", "regression");
        Assert.AreEqual(("Target", 3), (regression.LabelColumnName, Epochs(regression)));
        Assert.AreNotEqual(1f, regression.Facts.LabelDeviation);
        var model = new MLContext().Model.Load(FileOf("Version1", "multiclass", ".zip"), out var schema);
        Assert.IsNotNull(schema.GetColumnOrNull("Features"));
        Assert.IsNotNull(model.GetOutputSchema(schema).GetColumnOrNull("PredictedLabel"));
    }

    [TestMethod]
    public void FromKeras_AnEarlierVersionsFile_ScoresTheSame()
    {
        var rows = GoldenRow.Read(FileOf("Version1", GoldenTrained.Keras, ".rows"));
        float[][] features = [.. rows.Select(row => row.Features)];
        var view = GoldenScoring.Rows(features[0].Length, "Features", features);
        var context = new MLContext();
        var model = context.Larq().FromKeras(FileOf("Version1", GoldenTrained.Keras, ".h5")).Fit(view);
        AssertSame(rows, GoldenScoring.Score(model, features), model, "keras.h5");
    }

    private static int Epochs(BinarizedNetworkTransformer model) => model.History.Epochs;

    private static BinarizedNetworkTransformer Load(string version, string name) =>
        GoldenScoring.Load(FileOf(version, name, ".zip"));

    private static string FileOf(string version, string name, string extension) =>
        Path.Combine(GoldenFolder.Of(version), name + extension);

    private static void AssertSame(
        GoldenRow[] expected, GoldenRow[] actual, BinarizedNetworkTransformer model, string what)
    {
        var network = GoldenNetworks.IsSmooth(model.Network) ? Smooth : 0;
        var scores = model.Task == LearningTask.MulticlassClassification ? Smooth : network;
        Assert.HasCount(expected.Length, actual);
        for (var i = 0; i < expected.Length; i++)
        {
            var where = $"{what}, row {i}";
            Assert.AreEqual(expected[i].Outputs is null, actual[i].Outputs is null, where);
            if (expected[i].Outputs is { } outputs)
                GoldenBits.AssertSame(outputs, actual[i].Outputs, $"{where}, outputs", network);
            GoldenBits.AssertSame(expected[i].Scores, actual[i].Scores, $"{where}, scores", scores);
            Assert.AreEqual(expected[i].Predicted, actual[i].Predicted, where);
        }
    }

    // Later versions may say more of a model, never less and nothing else.
    private static void AssertHolds(JsonNode? earlier, JsonNode? now, string where)
    {
        switch (earlier)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                    AssertHolds(value, (now as JsonObject)?[name], $"{where}.{name}");
                break;
            case JsonArray list:
                Assert.AreEqual(list.Count, (now as JsonArray)?.Count, where);
                for (var i = 0; i < list.Count; i++) AssertHolds(list[i], now![i], $"{where}[{i}]");
                break;
            default:
                Assert.AreEqual(earlier?.ToJsonString(), now?.ToJsonString(), where);
                break;
        }
    }
}
