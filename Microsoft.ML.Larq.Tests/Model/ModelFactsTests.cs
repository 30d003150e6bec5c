using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Hosting;

namespace Microsoft.ML.Larq.Tests.Model;

[TestClass]
public class ModelFactsTests
{
    private static readonly ModelFacts Facts = SampleTransformer.Create().Facts;

    [TestMethod]
    public void FromJson_OfToJson_IsTheSameJson() =>
        Assert.IsTrue(JsonNode.DeepEquals(Facts.ToJson(), ModelFacts.FromJson(Facts.ToJson()).ToJson()));

    [TestMethod]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    public void ToJson_DifferenceNotFinite_IsReadAsNaN(double difference)
    {
        var facts = Facts with { Agreement = new PackedAgreement(10, 9, difference) };
        var text = facts.ToJson().ToJsonString();
        var read = ModelFacts.FromJson((JsonObject)JsonNode.Parse(text)!);
        Assert.AreEqual(new PackedAgreement(10, 9, double.NaN), read.Agreement);
    }

    [TestMethod]
    [DataRow("feature", "null", "'feature'")]
    [DataRow("feature", "\"\"", "'feature'")]
    [DataRow("task", "\"Poetry\"", "Poetry")]
    [DataRow("order", "7", "")]
    [DataRow("mean", "\"x\"", "")]
    [DataRow("mean", "1E39", "'mean' is a finite number, got")]
    [DataRow("mean", "-1E39", "'mean' is a finite number, got")]
    [DataRow("deviation", "-1E38", "'deviation' is a finite number of at least 0, got -1E+38")]
    [DataRow("deviation", "-0.1", "'deviation' is a finite number of at least 0, got -0.1")]
    [DataRow("deviation", "1E39", "'deviation' is a finite number of at least 0, got")]
    [DataRow("compared", "[-1, 0, null]", "'compared'")]
    [DataRow("compared", "[3, 4, null]", "got 4 of 3")]
    [DataRow("compared", "[3, 3, -1]", "difference of at least 0, got -1")]
    [DataRow("compared", "[3, 3, 1E999]", "difference of at least 0")]
    [DataRow("calibration", "{\"temperature\": 1E39, \"rows\": 1, \"before\": 0, \"after\": 0}", "'temperature'")]
    [DataRow("calibration", "{\"temperature\": 1, \"rows\": -1, \"before\": 0, \"after\": 0}", "'rows'")]
    [DataRow("calibration", "{\"temperature\": 1, \"rows\": 1, \"before\": 1E999, \"after\": 0}", "'before'")]
    [DataRow("calibration", "{\"temperature\": 1, \"rows\": 1, \"before\": 0, \"after\": 1E999}", "'after'")]
    [DataRow("compared", "[1, 2]", "'compared'")]
    [DataRow("history", "{\"Loss\": null}", "'Loss'")]
    [DataRow("history", "{\"Loss\": [1], \"Accuracy\": []}", "different numbers of epochs")]
    [DataRow("classes", "{\"type\": \"Text\"}", "'values'")]
    public void FromJson_AnythingElse_IsAFormatError(string fact, string json, string said)
    {
        var facts = Facts.ToJson();
        facts[fact] = JsonNode.Parse(json);
        var error = Assert.ThrowsExactly<FormatException>(() => ModelFacts.FromJson(facts));
        StringAssert.Contains(error.Message, said);
    }

    [TestMethod]
    [DataRow(LearningTask.MulticlassClassification, 1)]
    [DataRow(LearningTask.MulticlassClassification, 4)]
    [DataRow(LearningTask.BinaryClassification, 2)]
    [DataRow(LearningTask.Regression, 3)]
    public void Require_OutputsOfAnotherNumber_SaysIt(LearningTask task, int outputs)
    {
        var facts = Facts with { Task = task };
        var error = Assert.ThrowsExactly<FormatException>(() => facts.Require(new TensorShape(outputs)));
        StringAssert.Contains(error.Message, $"{outputs}");
    }

    [TestMethod]
    public void Require_TaskThatIsNone_Throws()
    {
        var json = Facts.ToJson();
        json["task"] = "7";
        var facts = ModelFacts.FromJson(json);
        Assert.ThrowsExactly<FormatException>(() => facts.Require(new TensorShape(3)));
    }

    [TestMethod]
    public void Require_ItsOwnOutputs_Passes() => Facts.Require(new TensorShape(3));
}
