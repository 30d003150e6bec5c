using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Progress.Facts;

namespace Microsoft.ML.Larq.Tests.Progress.Facts;

/// <summary>Facts are read back as they were written, and nothing that a file says is believed.</summary>
[TestClass]
public class TrainingFactsTests
{
    [TestMethod]
    public void FromJson_OfToJson_IsTheSame()
    {
        var text = TrainingFactsSample.Of().ToJson().ToJsonString();
        var read = TrainingFacts.FromJson(Parsed(text));
        Assert.AreEqual(text, read.ToJson().ToJsonString());
        Assert.AreEqual(TrainingFactsSample.Start, read.Times.Started);
        CollectionAssert.AreEqual(new[] { 1.5, 3.25 }, read.Times.Seconds);
        Assert.AreEqual(TrainingFactsSample.Start.AddDays(1), read.Times.Ends[1]);
        Assert.AreEqual(0.25, read.Before["starved/a"]);
        Assert.AreEqual(0.1, read.Optimizers[0]["Learning Rate"]!.Value);
        Assert.IsNull(read.Optimizers[0]["Gamma"]);
        Assert.AreEqual(0.99, read.Labels.BaseRate);
        Assert.AreEqual(4, read.Batches);
        Assert.IsNull(read.Layers[1].Window);
    }

    [TestMethod]
    [DataRow("rows", "0")]
    [DataRow("rows", "2147483648")]
    [DataRow("validation", "-1")]
    [DataRow("batch", "0")]
    [DataRow("epochs", "0")]
    [DataRow("weights", "-1")]
    [DataRow("version", "7")]
    [DataRow("labels/guess", "-1")]
    [DataRow("labels/guess", "1E999")]
    [DataRow("labels/validationGuess", "\"x\"")]
    [DataRow("labels/counts", "[1, -1]")]
    [DataRow("labels/deviation", "-1")]
    [DataRow("choices/clips", "1")]
    [DataRow("choices/smoothing", "1.5")]
    [DataRow("layers", "[null]")]
    [DataRow("layers", "[{}]")]
    [DataRow("optimizers/0/settings", "[[\"Learning Rate\", -1, 0, 0]]")]
    [DataRow("optimizers/0/settings", "[[\"Learning Rate\", 1, 0]]")]
    [DataRow("optimizers/0/settings", "[[1, 1, 0, 0]]")]
    [DataRow("optimizers/0/layers", "[1]")]
    [DataRow("before", "{\"starved/a\": \"x\"}")]
    [DataRow("before", "[]")]
    [DataRow("histograms", "{}")]
    [DataRow("histograms/0/epoch", "3")]
    [DataRow("descriptions", "[]")]
    [DataRow("descriptions/mine", "7")]
    [DataRow("times/started", "9223372036854775807")]
    [DataRow("times/started", "1.5")]
    [DataRow("times/ends", "[1]")]
    [DataRow("times/ends", "[1, 9223372036854775807]")]
    [DataRow("times/seconds", "[-1, 0]")]
    [DataRow("times/seconds", "[1E999, 0]")]
    [DataRow("times/seconds", "[1E12, 0]")]
    public void FromJson_WhatCannotBe_IsAFormatError(string where, string json)
    {
        var facts = Parsed(TrainingFactsSample.Of().ToJson().ToJsonString());
        var path = where.Split('/');
        JsonNode parent = facts;
        foreach (var step in path[..^1]) parent = int.TryParse(step, out var i) ? parent[i]! : parent[step]!;
        Assert.IsNotNull(parent[path[^1]]);
        parent[path[^1]] = JsonNode.Parse(json);
        Assert.ThrowsExactly<FormatException>(() => TrainingFacts.FromJson(facts));
    }

    [TestMethod]
    public void FromJson_DescriptionsTooLongOrTooMany_IsAFormatError()
    {
        AssertRefused(new JsonObject { [new string('n', 65)] = "" });
        AssertRefused(new JsonObject { ["n"] = new string('x', 501) });
        AssertRefused(new JsonObject(
            Enumerable.Range(0, 1001).Select(i => KeyValuePair.Create($"n{i}", (JsonNode?)""))));
        static void AssertRefused(JsonObject descriptions)
        {
            var facts = TrainingFactsSample.Of().ToJson();
            facts["descriptions"] = descriptions;
            Assert.ThrowsExactly<FormatException>(() => TrainingFacts.FromJson(facts));
        }
    }

    // Whatever stands in any place, and whatever is missing: it loads, or it is a format error.
    [TestMethod]
    public void FromJson_AnyMemberChangedOrMissing_NeverThrowsAnotherError()
    {
        string[] others = ["null", "-1", "1E999", "\"x\"", "[]", "{}", "true", "[null]", "9223372036854775808"];
        var refused = 0;
        foreach (var path in Paths(Parsed(TrainingFactsSample.Of().ToJson().ToJsonString())))
        {
            foreach (var other in others)
            {
                var facts = Parsed(TrainingFactsSample.Of().ToJson().ToJsonString());
                Replace(facts, path, JsonNode.Parse(other));
                try
                {
                    TrainingFacts.FromJson(facts).ToJson().ToJsonString();
                }
                catch (FormatException)
                {
                    refused++;
                }
            }
        }

        Assert.IsGreaterThan(300, refused);
    }

    [TestMethod]
    public void Story_OfWarningsAndFacts_IsReadBack()
    {
        var story = new TrainingStory(TrainingFactsSample.Of(), [new("a", null, "m"), new("b", "layer", "n")]);
        var read = TrainingStory.FromJson(Parsed(story.ToJson().ToJsonString()));
        CollectionAssert.AreEqual(story.Warnings.ToArray(), read.Warnings.ToArray());
        string[] wrongs = ["[1]", "[[\"a\", null]]", "[[\"a\", {}, \"m\"]]", "[[1, null, \"m\"]]", "[null]"];
        foreach (var wrong in wrongs)
        {
            var json = story.ToJson();
            json["warnings"] = JsonNode.Parse(wrong);
            Assert.ThrowsExactly<FormatException>(() => TrainingStory.FromJson(json), wrong);
        }
    }

    private static JsonObject Parsed(string text) => (JsonObject)JsonNode.Parse(text)!;

    private static IEnumerable<object[]> Paths(JsonNode node)
    {
        var children = node switch
        {
            JsonObject json => json.Select(pair => ((object)pair.Key, pair.Value)),
            JsonArray list => list.Index().Select(item => ((object)item.Index, item.Item)),
            _ => [],
        };
        foreach (var (key, child) in children)
        {
            yield return [key];
            if (child is null) continue;
            foreach (var rest in Paths(child)) yield return [key, .. rest];
        }
    }

    private static void Replace(JsonNode node, object[] path, JsonNode? value)
    {
        foreach (var key in path[..^1]) node = key is int i ? node[i]! : node[(string)key]!;
        if (path[^1] is int last) node[last] = value;
        else node[(string)path[^1]] = value;
    }
}
