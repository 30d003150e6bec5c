using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Networks;

namespace Larq.Benchmarks;

/// <summary>A network of the same layers and shapes without quantizers.</summary>
internal static class FloatTwin
{
    private static readonly string[] Binary = ["inputQuantizer", "kernelQuantizer", "kernelConstraint", "padValue"];

    public static NetworkDefinition Of(NetworkDefinition network)
    {
        var root = JsonNode.Parse(network.ToJson())!;
        foreach (var layer in root["layers"]!.AsArray().Select(node => node!.AsObject()))
        {
            var kind = (string)layer["class"]!;
            if (!kind.StartsWith("Quant", StringComparison.Ordinal)) continue;
            layer["class"] = kind["Quant".Length..];
            foreach (var name in Binary) layer.Remove(name);
        }

        return NetworkDefinition.FromJson(root.ToJsonString());
    }
}
