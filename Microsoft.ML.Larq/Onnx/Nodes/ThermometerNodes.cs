using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Onnx.Nodes;

/// <summary>Numbers compared with thresholds.</summary>
internal static class ThermometerNodes
{
    // A NaN reaches no threshold.
    public static OnnxTensor Quantiles(LayerWriter layer)
    {
        var (graph, features) = (layer.Graph, layer.Shape.Size);
        var bits = ((QuantileThermometerLayer)layer.Layer.Kind).Bits;
        var thresholds = graph.Constant(layer.Weight(QuantileThermometerLayer.Thresholds), features, bits);
        var reached = graph.Node("GreaterOrEqual", [graph.Reshape(layer.Input.Last, [features, 1]), thresholds]);
        return layer.Output(
            graph.Reshape(graph.Where(reached, 1, -1), layer.Layer.OutputShape.Dimensions), Order.ChannelsLast,
            Alphabet.Signs);
    }

    // A threshold of +∞ is the bit of NaN, which is 0 to all others.
    public static OnnxTensor Layer(LayerWriter layer)
    {
        var (graph, weights) = (layer.Graph, layer.Weight(ThermometerLayer.Thresholds));
        var bits = ((ThermometerLayer)layer.Layer.Kind).Bits;
        var columns = bits.SelectMany((count, column) => Enumerable.Repeat(column, count)).ToArray();
        var values = graph.Node(
            "Gather", [layer.Input.Last, graph.Indices(columns, columns.Length)], ("axis", 1L));
        var (missing, thresholds) = (graph.Node("IsNaN", [values]), graph.Constant(weights, weights.Length));
        var numbers = graph.Node("Where", [missing, graph.Scalar(0), values]);
        var reached = graph.Node("GreaterOrEqual", [numbers, thresholds]);
        if (weights.Any(float.IsPositiveInfinity))
        {
            var isBitOfMissing = graph.Node("Greater", [thresholds, graph.Scalar(float.MaxValue)]);

            // No runtime has to choose between Booleans by Where.
            reached = graph.Node("Or", [
                graph.Node("And", [isBitOfMissing, missing]),
                graph.Node("And", [graph.Node("Not", [isBitOfMissing]), reached])]);
        }

        return layer.Output(graph.Where(reached, 1, -1), Order.ChannelsLast, Alphabet.Signs);
    }
}
