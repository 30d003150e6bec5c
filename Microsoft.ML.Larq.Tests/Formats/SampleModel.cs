using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Formats;

/// <summary>
/// The small model that the fixture of version 1 holds: thresholds, latent kernels, a residual branch, statistics.
/// Its values are a formula of name-independent position, so that a test can write them down.
/// </summary>
internal static class SampleModel
{
    public static NetworkDefinition Definition { get; } = NetworkDefinition.Build(new TensorShape(2), input => input
        .QuantileThermometer(bits: 3)
        .QuantDense(
            5, "ste_sign", "ste_sign(clip_value=1.25)", useBias: false,
            kernel: new() { Constraint = "weight_clip(clip_value=1.25)" })
        .BatchNormalization(momentum: 0.9f)
        .Residual(x => x.QuantDense(5, "approx_sign", "approx_sign", name: "branch"))
        .Dense(2));

    /// <summary>Value i of every weight is ((i mod 7) − 3) / 4; the last threshold is +∞.</summary>
    public static NetworkWeights Weights { get; } = new(
        Definition.Layers.SelectMany(layer => layer.Weights.Select(spec =>
    {
        var values = Enumerable.Range(0, spec.Shape.Size).Select(i => ((i % 7) - 3) / 4f).ToArray();
        if (spec.Name == "thresholds") values[^1] = float.PositiveInfinity;
        return KeyValuePair.Create(NetworkWeights.NameOf(layer, spec.Name), new WeightArray(spec.Shape, values));
    })));

    public static JsonObject Facts => new() { ["task"] = "multiclass", ["labels"] = new JsonArray("no", "yes, ü") };

    public static ModelFile Create(bool latent = false) => new(Definition, Weights, Facts, latent);

    public static void AssertEqual(NetworkWeights expected, NetworkWeights actual)
    {
        CollectionAssert.AreEqual(expected.Keys.ToArray(), actual.Keys.ToArray());
        foreach (var (name, weight) in expected)
        {
            Assert.AreEqual(weight.Shape, actual[name].Shape, name);
            CollectionAssert.AreEqual(weight.Values.ToArray(), actual[name].Values.ToArray(), name);
        }
    }

    public static bool AreEqual(ModelFile one, ModelFile other) => one.Definition.Equals(other.Definition)
        && one.LatentWeights == other.LatentWeights && JsonNode.DeepEquals(one.Facts, other.Facts)
        && one.Weights.Keys.SequenceEqual(other.Weights.Keys)
        && one.Weights.All(entry => entry.Value.Shape == other.Weights[entry.Key].Shape
            && entry.Value.Values.SequenceEqual(other.Weights[entry.Key].Values));
}
