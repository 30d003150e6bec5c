using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Onnx.Nodes;

/// <summary>Functions of single elements.</summary>
internal static class ActivationNodes
{
    private const float LeakyTanhSlope = 0.2f;

    public static OnnxTensor Layer(LayerWriter layer)
    {
        var function = ((ActivationLayer)layer.Layer.Kind).Function;
        return function == ActivationFunction.Linear
            ? layer.Same()
            : layer.Map(value => Of(layer.Graph, function, value));
    }

    public static OnnxTensor LeakyReLU(LayerWriter layer) => layer.Map(value => layer.Graph.Node(
        "LeakyRelu", [value], ("alpha", ((LeakyReLULayer)layer.Layer.Kind).Alpha)));

    public static OnnxTensor PReLU(LayerWriter layer)
    {
        var spec = layer.Layer.Weights[0];
        return layer.Map(value => layer.Graph.Node(
            "PRelu", [value, layer.PerElement(layer.Weight(spec.Name), spec.Shape, layer.Input.Order)]));
    }

    // Up to this set of operators, all axes from the given one on are one.
    public static OnnxTensor Softmax(LayerWriter layer) => layer.Output(
        layer.Graph.Node("Softmax", [layer.Input.Last], ("axis", (long)layer.Shape.Rank)), Order.ChannelsLast);

    public static string Of(OnnxGraph graph, ActivationFunction function, string value) => function switch
    {
        ActivationFunction.Linear => value,
        ActivationFunction.Relu => graph.Node("Relu", [value]),
        ActivationFunction.Relu6 => graph.Clip(value, 0, 6),
        ActivationFunction.Relu1 => graph.Clip(value, 0, 1),
        ActivationFunction.HardTanh => graph.Clip(value, -1, 1),
        ActivationFunction.LeakyTanh => LeakyTanh(graph, value),
        ActivationFunction.Tanh => graph.Node("Tanh", [value]),
        ActivationFunction.Sigmoid => graph.Node("Sigmoid", [value]),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "A function without operators."),
    };

    // In the steps of the formula, which are rounded one by one.
    private static string LeakyTanh(OnnxGraph graph, string value)
    {
        var (one, minus, slope) = (graph.Scalar(1), graph.Scalar(-1), graph.Scalar(LeakyTanhSlope));
        var above = graph.Multiply(slope, graph.Subtract(graph.Node("Max", [value, one]), one));
        var below = graph.Multiply(slope, graph.Add(graph.Node("Min", [value, minus]), one));
        return graph.Add(graph.Add(graph.Clip(value, -1, 1), above), below);
    }
}
