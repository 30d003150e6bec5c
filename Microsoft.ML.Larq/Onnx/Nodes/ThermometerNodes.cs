using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Onnx.Nodes;

/// <summary>Numbers compared with thresholds.</summary>
internal static class ThermometerNodes
{
    // A NaN reaches no threshold.
    public static OnnxTensor Layer(LayerWriter layer)
    {
        var (graph, features) = (layer.Graph, layer.Shape.Size);
        var bits = ((QuantileThermometerLayer)layer.Layer.Kind).Bits;
        var thresholds = graph.Constant(layer.Weight(QuantileThermometerLayer.Thresholds), features, bits);
        var reached = graph.Node("GreaterOrEqual", [graph.Reshape(layer.Input.Last, [features, 1]), thresholds]);
        return layer.Output(
            graph.Reshape(graph.Where(reached, 1, -1), layer.Layer.OutputShape.Dimensions), Order.ChannelsLast,
            Alphabet.Signs);
    }
}
