using System.Text;
using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Formats;

namespace Microsoft.ML.Larq.Tests.Fuzz;

/// <summary>
/// The two files of a model, from a definition that may be wrong, with weights that fit it and true seals.
/// </summary>
internal static class FuzzedModel
{
    /// <summary>The first file: any JSON where the network belongs, sealed.</summary>
    public static byte[] Head(JsonNode? network, JsonNode? facts, Digest weights)
    {
        var json = new JsonObject
        {
            ["format"] = "larq-mlnet",
            ["version"] = 1,
            ["sha256"] = new string('0', 64),
            ["weights"] = weights.ToJson(),
            ["network"] = network?.DeepClone(),
            ["facts"] = facts?.DeepClone(),
        };
        return Sealed(json);
    }

    /// <summary>A first file as bytes, its seal made true.</summary>
    public static byte[] Sealed(JsonNode head)
    {
        var bytes = Encoding.UTF8.GetBytes(JsonMutation.Text(head));
        Corruption.Reseal(bytes);
        return bytes;
    }

    /// <summary>Facts that suit a network of one output or several.</summary>
    public static JsonObject Facts(int outputs) => new()
    {
        ["feature"] = "Features",
        ["label"] = "Label",
        ["order"] = "Interleaved",
        ["task"] = outputs == 1 ? "Regression" : "MulticlassClassification",
        ["classes"] = null,
        ["mean"] = 0,
        ["deviation"] = 1,
        ["compared"] = new JsonArray(1, 1, 0),
        ["history"] = new Larq.Progress.TrainingHistory().ToJson(),
        ["options"] = new JsonObject(),
    };

    /// <summary>Weights of all sizes, many on the edge of a sign.</summary>
    public static NetworkWeights Weights(NetworkDefinition definition, Random random)
    {
        var wild = random.Next(8) == 0;
        return new NetworkWeights(
            from layer in definition.Layers
            from spec in layer.Weights
            select KeyValuePair.Create(
                NetworkWeights.NameOf(layer, spec.Name), new WeightArray(spec.Shape, Values(spec, random, wild))));
    }

    /// <summary>A row's numbers: any may come.</summary>
    public static float[] Rows(int count, Random random) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(40) switch
        {
            0 => 0f,
            1 => -0f,
            2 when random.Next(4) == 0 => float.NaN,
            3 when random.Next(4) == 0 => float.PositiveInfinity,
            4 when random.Next(4) == 0 => float.NegativeInfinity,
            5 => 1e30f,
            6 => -1e-42f,
            _ => random.Next(-16, 17) / 4f,
        })];

    private static float[] Values(WeightSpec spec, Random random, bool wild)
    {
        var values = new float[spec.Shape.Size];
        foreach (ref var value in values.AsSpan())
        {
            value = random.Next(16) switch
            {
                0 => 0f,
                1 => -0f,
                2 when wild => 3e38f,
                3 when wild => -1e-44f,
                _ => (random.NextSingle() * 4) - 2,
            };
            if (spec.Name == "moving_variance") value = Math.Abs(value);
        }

        if (spec.Name == "thresholds") values.AsSpan().Sort();
        return values;
    }
}
