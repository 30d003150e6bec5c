using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Progress.Evaluation;

namespace Microsoft.ML.Larq.Tests.Progress.Evaluation;

[TestClass]
public class EvaluationJsonTests
{
    private static readonly EvaluationFacts Two = ClassCounts.AddTo(
        new EvaluationFacts(true, 4), [0, 1, 1, 1], [0, 1, 1, 0], 2) with
    {
        Roc = [(0, 0), (0.5, 1), (1, 1)],
        AreaUnderRoc = 0.75,
        Reliability = [new ReliabilityBin(3, 0.8, 0.5)],
    };

    private static readonly EvaluationFacts Numbers = new(false, 7) { Error = new RegressionError(3, 2, 5) };

    [TestMethod]
    public void FromJson_OfToJson_IsTheSame()
    {
        foreach (var facts in new[] { Two, Numbers })
        {
            var text = EvaluationJson.ToJson(facts).ToJsonString();
            var read = EvaluationJson.FromJson((JsonObject)JsonNode.Parse(text)!);
            Assert.AreEqual(text, EvaluationJson.ToJson(read).ToJsonString());
            Assert.AreEqual(facts.AreaUnderRoc, read.AreaUnderRoc);
            Assert.AreEqual(facts.Error, read.Error);
            CollectionAssert.AreEqual(facts.Classes.ToArray(), read.Classes.ToArray());
        }
    }

    [TestMethod]
    public void ToJson_OfFiveHundredClasses_IsSmall()
    {
        int[] labels = [.. Enumerable.Range(0, 10_000).Select(row => row % 500)];
        var facts = ClassCounts.AddTo(new EvaluationFacts(true, labels.Length), labels, labels, 500);
        Assert.IsLessThan(2000, EvaluationJson.ToJson(facts).ToJsonString().Length);
    }

    [TestMethod]
    [DataRow("rows", "0")]
    [DataRow("rows", "3")]
    [DataRow("rows", "1e300")]
    [DataRow("rows", "null")]
    [DataRow("validation", "1")]
    [DataRow("classCount", "-1")]
    [DataRow("classCount", "0")]
    [DataRow("classCount", "3")]
    [DataRow("classCount", "2147483647")]
    [DataRow("largest", "5")]
    [DataRow("right", "-1")]
    [DataRow("classes", "null")]
    [DataRow("classes", "[]")]
    [DataRow("classes", "[[0, 1, 1, 2]]")]
    [DataRow("classes", "[[2, 1, 1, 2, 0]]")]
    [DataRow("classes", "[[0, 1, 2, 2, 0]]")]
    [DataRow("classes", "[[0, 0, 0, 2, 0]]")]
    [DataRow("classes", "[[0, 1, 1, 2, 9]]")]
    [DataRow("classes", "[[0, 1, 1, 2, 0], [0, 1, 1, 2, 0]]")]
    [DataRow("confusion", "[1, 2, 3]")]
    [DataRow("confusion", "[1, 0, 0, 1]")]
    [DataRow("confusion", "[-1, 5, 0, 0]")]
    [DataRow("roc", "[[0, 2]]")]
    [DataRow("roc", "[[0, \"a\"]]")]
    [DataRow("roc", "[0, 1]")]
    [DataRow("area", "-0.5")]
    [DataRow("area", "1e999")]
    [DataRow("reliability", "[[5, 0.5, 0.5]]")]
    [DataRow("reliability", "[[1, 0.5, 7]]")]
    [DataRow("error", "[1, 2, 3]")]
    [DataRow("error", "[1, -2, 3]")]
    public void FromJson_OfWhatCannotBe_IsAFormatError(string fact, string json)
    {
        var facts = EvaluationJson.ToJson(Two);
        facts[fact] = JsonNode.Parse(json);
        Assert.ThrowsExactly<FormatException>(() => EvaluationJson.FromJson(facts));
        facts.Remove(fact);
        if (fact is not ("area" or "error"))
            Assert.ThrowsExactly<FormatException>(() => EvaluationJson.FromJson(facts));
    }

    [TestMethod]
    public void FromJson_OfMoreThanIsKept_IsAFormatError()
    {
        foreach (var (name, count) in new[] { ("roc", 102), ("reliability", 11), ("classes", 51), ("confusion", 2501) })
        {
            var facts = EvaluationJson.ToJson(Two);
            facts[name] = new JsonArray([.. Enumerable.Range(0, count).Select(_ => (JsonNode)new JsonArray(0, 0))]);
            StringAssert.Contains(
                Assert.ThrowsExactly<FormatException>(() => EvaluationJson.FromJson(facts)).Message, "at most");
        }
    }
}
