using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Onnx.Nodes;

/// <summary>Functions of single elements.</summary>
internal static class ActivationNodes
{
    public static OnnxTensor Layer(LayerWriter layer)
    {
        var kind = (ActivationLayer)layer.Layer.Kind;
        return kind.Function == ActivationFunction.Linear
            ? layer.Same()
            : layer.Map(value => Of(layer.Graph, kind.Function, value, kind.Alpha));
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

    public static string Of(
        OnnxGraph graph, ActivationFunction function, string value, float? alpha = null) => function switch
        {
            ActivationFunction.Linear => value,
            ActivationFunction.Relu => graph.Node("Relu", [value]),
            ActivationFunction.Relu6 => graph.Clip(value, 0, 6),
            ActivationFunction.Relu1 => graph.Clip(value, 0, 1),
            ActivationFunction.HardTanh => graph.Clip(value, -1, 1),
            ActivationFunction.LeakyTanh => LeakyTanh(graph, value, ActivationLayer.AlphaOf(function, alpha)),
            ActivationFunction.Tanh => graph.Node("Tanh", [value]),
            ActivationFunction.Sigmoid => graph.Node("Sigmoid", [value]),
            ActivationFunction.Elu => graph.Node("Elu", [value], ("alpha", ActivationLayer.AlphaOf(function, alpha))),
            ActivationFunction.Gelu => Gelu(graph, value),
            ActivationFunction.GeluTanh => GeluTanh(graph, value),
            ActivationFunction.Swish => graph.Multiply(value, graph.Node("Sigmoid", [value])),
            ActivationFunction.Softplus => graph.Node("Softplus", [value]),
            _ => throw new ArgumentOutOfRangeException(nameof(function), function, "A function without operators."),
        };

    private static string Gelu(OnnxGraph graph, string value)
    {
        var error = graph.Node("Erf", [graph.Multiply(value, graph.Scalar(MathF.Sqrt(0.5f)))]);
        return graph.Multiply(
            graph.Multiply(value, graph.Scalar(0.5f)), graph.Add(error, graph.Scalar(1)));
    }

    private static string GeluTanh(OnnxGraph graph, string value)
    {
        var cubed = graph.Multiply(graph.Multiply(value, value), value);
        var inner = graph.Add(value, graph.Multiply(cubed, graph.Scalar(0.044715f)));
        var slope = graph.Scalar((float)(2 * Math.Sqrt(2 / Math.PI)));
        return graph.Multiply(value, graph.Node("Sigmoid", [graph.Multiply(inner, slope)]));
    }

    // In the steps of the formula, which are rounded one by one.
    private static string LeakyTanh(OnnxGraph graph, string value, float alpha)
    {
        var (one, minus, slope) = (graph.Scalar(1), graph.Scalar(-1), graph.Scalar(alpha));
        var above = graph.Multiply(slope, graph.Subtract(graph.Node("Max", [value, one]), one));
        var below = graph.Multiply(slope, graph.Add(graph.Node("Min", [value, minus]), one));
        return graph.Add(graph.Add(graph.Clip(value, -1, 1), above), below);
    }
}
