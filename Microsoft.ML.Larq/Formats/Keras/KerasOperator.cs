using System.Text.Json;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>
/// Plain operators between tensors, <c>x + y</c>, for which TensorFlow puts layers of its own into the model.
/// </summary>
internal static class KerasOperator
{
    /// <summary>What the operator is; null where the layer is none.</summary>
    /// <exception cref="FormatException">It is an operator that has no kind; the message names it.</exception>
    public static LayerKind? Find(JsonElement layer, KerasConfig config)
    {
        var parameters = layer.GetProperty("config");
        var name = config.ClassName switch
        {
            // TensorFlow 2.4 and later.
            "TFOpLambda" or "SlicingOpLambda" => parameters.GetProperty("function").GetString(),
            // Before that; the node is written as JSON in a text.
            "TensorFlowOpLayer" => Before(parameters.GetProperty("node_def")),
            _ => null,
        };
        return name switch
        {
            null => null,
            "math.add" or "__operators__.add" or "Add" or "AddV2" => new AddLayer(),
            "math.multiply" or "__operators__.mul" or "Mul" => new MultiplyLayer(),
            _ => throw config.Error(
                $"is the operator '{name}', which cannot be read; 'math.add' and 'math.multiply' can."),
        };
    }

    private static string? Before(JsonElement node)
    {
        if (node.ValueKind != JsonValueKind.String) return node.GetProperty("op").GetString();
        using var inner = JsonDocument.Parse(node.GetString()!);
        return inner.RootElement.GetProperty("op").GetString();
    }
}
