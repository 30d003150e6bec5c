using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Facts;

namespace Microsoft.ML.Larq.Tests.Progress.Facts;

/// <summary>
/// However long a training is, some epochs' histograms stay; nothing that a file says of them is believed.
/// </summary>
[TestClass]
public class TakenHistogramsTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(12)]
    [DataRow(13)]
    [DataRow(200)]
    [DataRow(5000)]
    public void With_ManyEpochs_KeepsTheFirstTheLastAndSomeBetween(int epochs)
    {
        var taken = TakenHistograms.None;
        for (var epoch = 1; epoch <= epochs; epoch++) taken = taken.With(epoch, [("weights/a", Few)]);
        int[] kept = [.. taken.Epochs.Select(one => one.Epoch)];
        Assert.HasCount(Math.Min(epochs, 12), kept);
        Assert.AreEqual((1, epochs), (kept[0], kept[^1]));
        var widest = kept.Zip(kept.Skip(1), (one, next) => next - one).DefaultIfEmpty(0).Max();
        Assert.IsLessThanOrEqualTo(Math.Max(1, 3.0 * epochs / 11), widest, string.Join(' ', kept));
    }

    // What was kept decides, not what was there: taken up in the middle it comes out the same.
    [TestMethod]
    public void With_AfterReadingBack_GoesOnTheSame()
    {
        var (straight, broken) = (TakenHistograms.None, TakenHistograms.None);
        for (var epoch = 1; epoch <= 60; epoch += 2)
        {
            straight = straight.With(epoch, [("weights/a", Few)]);
            broken = TakenHistograms.FromJson(
                (JsonArray)JsonNode.Parse(broken.With(epoch, [("weights/a", Few)]).ToJson().ToJsonString())!, 60);
        }

        Assert.AreEqual(straight.ToJson().ToJsonString(), broken.ToJson().ToJsonString());
    }

    [TestMethod]
    [DataRow(100, 12)]
    [DataRow(1000, 6)]
    [DataRow(3000, 2)]
    [DataRow(4000, 2)]
    public void With_ManyLayers_KeepsFewerEpochs(int layers, int kept)
    {
        var taken = TakenHistograms.None;
        for (var epoch = 1; epoch <= 20; epoch++)
            taken = taken.With(epoch, [.. Enumerable.Range(0, layers).Select(i => ($"weights/{i}", Few))]);
        Assert.HasCount(kept, taken.Epochs);
        Assert.IsLessThanOrEqualTo(6000, taken.Epochs.Sum(one => one.ByTag.Count));
        Assert.AreEqual((1, 20), (taken.Epochs[0].Epoch, taken.Epochs[^1].Epoch));
    }

    // From −1 to 2, ranges 0.1 wide; 0.1 as 32 bits is not 0.1 as 64.
    [TestMethod]
    public void FromJson_OfToJson_IsTheSame()
    {
        var facts = HistogramFacts.Of([-1, 2, 0.1f, 0.55f, 2])!;
        var read = Read(facts);
        Assert.AreEqual((facts.Least, facts.Largest, facts.Sum, facts.Squares),
            (read.Least, read.Largest, read.Sum, read.Squares));
        CollectionAssert.AreEqual(facts.Counts.ToArray(), read.Counts.ToArray());
        CollectionAssert.AreEqual(facts.Limits.ToArray(), read.Limits.ToArray());
        var (small, huge) = (HistogramFacts.Of([0.1f, 0.1f])!, HistogramFacts.Of([float.MinValue, float.MaxValue])!);
        Assert.AreEqual((double)0.1f, Read(small).Largest);
        Assert.AreEqual(float.MaxValue, Read(huge).Largest);
        HistogramFacts Read(HistogramFacts one) => TakenHistograms.FromJson(
            Parsed(TakenHistograms.None.With(3, [("gradients/x", one)])), 3).Epochs.Single().ByTag["gradients/x"];
    }

    [TestMethod]
    [DataRow("0/epoch", "0", "'epoch'")]
    [DataRow("0/epoch", "2", "'epoch' is a whole number of at least 3")] // the second is epoch 2
    [DataRow("1/epoch", "4", "at most 3, got 4")]
    [DataRow("0/of", "[]", "'of'")]
    [DataRow("0/of", "{\"elsewhere/a\": [0,0,0,0,[1]]}", "weights, pre-activations or gradients")]
    [DataRow("0/of", "{\"weights/\": [0,0,0,0,[1]]}", "weights, pre-activations or gradients")]
    [DataRow("0/of/weights~a", "null", "four numbers and a list")]
    [DataRow("0/of/weights~a", "[0,0,0,0]", "four numbers and a list")]
    [DataRow("0/of/weights~a", "[0,0,0,0,[1,1]]", "are 1 ranges, got 2")]
    [DataRow("0/of/weights~a", "[0,1,0,0,[1]]", "are 30 ranges, got 1")]
    [DataRow("0/of/weights~a", "[1,0,0,0,[1]]", "from the least on")]
    [DataRow("0/of/weights~a", "[1e39,1e39,0,0,[1]]", "from the least on")]
    [DataRow("0/of/weights~a", "[1,1,\"x\",1,[1]]", "is finite, got x")]
    [DataRow("0/of/weights~a", "[1,1,2,1,[1]]", "not those of its values")]
    [DataRow("0/of/weights~a", "[1,1,1,-1,[1]]", "not those of its values")]
    [DataRow("0/of/weights~a", "[1,1,0,1,[0]]", "not those of its values")]
    [DataRow("0/of/weights~a", "[1,1,1,1,[-1]]", "whole number")]
    [DataRow("0/of/weights~a", "[1,1,1,1,[1.5]]", "whole number")]
    [DataRow("0/of/weights~a", "[1,1,1,1,[1e300]]", "whole number")]
    [DataRow("0/of/weights~a", "[1,1,1,1,[9223372036854775807]]", "whole number")]
    public void FromJson_WhatCannotBe_IsAFormatError(string where, string json, string said)
    {
        var list = Parsed(TakenHistograms.None.With(1, [("weights/a", Few)]).With(2, [("weights/a", Few)]));
        JsonNode parent = list;
        var path = where.Split('/').Select(step => step.Replace('~', '/')).ToArray();
        foreach (var step in path[..^1]) parent = int.TryParse(step, out var i) ? parent[i]! : parent[step]!;
        Assert.IsNotNull(parent[path[^1]]);
        parent[path[^1]] = JsonNode.Parse(json);
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => TakenHistograms.FromJson(list, 3)).Message, said);
    }

    [TestMethod]
    public void FromJson_TooMany_IsAFormatError()
    {
        JsonArray epochs = [.. Enumerable.Range(1, 13).Select(epoch =>
            new JsonObject { ["epoch"] = epoch, ["of"] = new JsonObject() })];
        StringAssert.Contains(Refused(epochs), "at most 12 epochs, got 13");
        JsonArray layers = [new JsonObject
        {
            ["epoch"] = 1,
            ["of"] = new JsonObject(Enumerable.Range(0, 6001).Select(i =>
                KeyValuePair.Create($"weights/{i}", (JsonNode?)new JsonArray(0, 0, 0, 0, new JsonArray(1))))),
        }];
        StringAssert.Contains(Refused(layers), "at most 6000 histograms");
        static string Refused(JsonArray json) =>
            Assert.ThrowsExactly<FormatException>(() => TakenHistograms.FromJson(json, 100)).Message;
    }

    private static HistogramFacts Few { get; } = HistogramFacts.Of([0, 1, 1])!;

    private static JsonArray Parsed(TakenHistograms taken) => (JsonArray)JsonNode.Parse(taken.ToJson().ToJsonString())!;
}
