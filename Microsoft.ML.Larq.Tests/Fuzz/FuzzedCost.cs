using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Fuzz;

/// <summary>Roughly what a network takes, reckoned from its shapes by other rules than the product's own.</summary>
internal static class FuzzedCost
{
    private const long MostNumbers = 1 << 18;
    private const long MostWeights = 1 << 20;
    private const long MostSteps = 1 << 24;

    /// <summary>Whether it is scored on every set of kernels, the slow ones too, in milliseconds.</summary>
    public static bool IsSmall(NetworkDefinition definition)
    {
        var nodes = NetworkJson.ToNode(definition)["layers"]!.AsArray();
        var (numbers, weights, steps) = (0L, 0L, 0.0);
        foreach (var (layer, node) in definition.Layers.Zip(nodes))
        {
            var kernel = layer.Weights.Sum(spec => (double)spec.Shape.Size);
            numbers += layer.OutputShape.Size;
            weights += (long)kernel;
            var window = Math.Max(Window(node!, "kernelSize"), Window(node!, "poolSize"));
            steps += layer.OutputShape.Size * Math.Max(window, kernel / layer.OutputShape.Channels);
        }

        return numbers <= MostNumbers && weights <= MostWeights && steps <= MostSteps;
    }

    private static double Window(JsonNode layer, string name) => layer[name] switch
    {
        JsonArray sides => sides.Aggregate(1.0, (product, side) => product * side!.GetValue<int>()),
        JsonValue side => side.GetValue<int>(),
        _ => 1,
    };
}
