using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Onnx.Nodes;

/// <summary>Layers of several inputs, all in the order of the first.</summary>
internal static class JoiningNodes
{
    public static OnnxTensor Add(LayerWriter layer) => Fold(layer, layer.Graph.Add);

    public static OnnxTensor Multiply(LayerWriter layer) => Fold(layer, layer.Graph.Multiply);

    public static OnnxTensor Concatenate(LayerWriter layer)
    {
        var order = layer.Input.Order;
        var alphabet = layer.Inputs.All(input => input.Alphabet == layer.Input.Alphabet)
            ? layer.Input.Alphabet
            : Alphabet.Real;
        return layer.Output(
            layer.Graph.Node(
                "Concat", [.. layer.Inputs.Select(input => input.In(order))],
                ("axis", (long)layer.ChannelAxis(order))),
            order, alphabet);
    }

    private static OnnxTensor Fold(LayerWriter layer, Func<string, string, string> join)
    {
        var order = layer.Input.Order;
        return layer.Output(layer.Inputs.Select(input => input.In(order)).Aggregate(join), order);
    }
}
