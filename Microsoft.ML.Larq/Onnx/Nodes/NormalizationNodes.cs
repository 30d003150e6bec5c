using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Onnx.Nodes;

/// <summary>Normalization by kept statistics, or by those of each place.</summary>
internal static class NormalizationNodes
{
    // A product and a sum, rounded one by one as in scoring here, and not ONNX' own operator.
    public static OnnxTensor Batch(LayerWriter layer)
    {
        var factors = NormalizationFactors.Of(
            (BatchNormalizationLayer)layer.Layer.Kind, layer.WeightOr("gamma", 1), layer.WeightOr("beta", 0),
            layer.Weight("moving_mean"), layer.Weight("moving_variance"));
        var (order, rank) = (layer.Input.Order, layer.Shape.Rank);
        return layer.Map(value => layer.Graph.Add(
            layer.Graph.Multiply(value, layer.PerChannel(factors.Scale, order, rank)),
            layer.PerChannel(factors.Offset, order, rank)));
    }

    public static OnnxTensor Layer(LayerWriter layer)
    {
        var (kind, graph) = ((LayerNormalizationLayer)layer.Layer.Kind, layer.Graph);
        var (order, rank) = (layer.Input.Order, layer.Shape.Rank);
        int[] channels = [layer.ChannelAxis(order)];
        return layer.Map(value =>
        {
            var centred = graph.Subtract(value, graph.Mean(value, channels));
            var variance = graph.Mean(graph.Multiply(centred, centred), channels);
            var deviation = graph.Node("Sqrt", [graph.Add(variance, graph.Scalar(kind.Epsilon))]);
            var scaled = graph.Multiply(
                graph.Divide(centred, deviation), layer.PerChannel(layer.WeightOr("gamma", 1), order, rank));
            return graph.Add(scaled, layer.PerChannel(layer.WeightOr("beta", 0), order, rank));
        });
    }

    public static OnnxTensor Scale(LayerWriter layer)
    {
        var shape = layer.Shape;
        var (values, sizes) = ((float[])[1f], new int[shape.Rank]);
        Array.Fill(sizes, 1);

        // The scales of the axes are multiplied with each other first, from the first axis to the last.
        foreach (var spec in layer.Layer.Weights)
        {
            var scales = layer.Weight(spec.Name);
            values = [.. values.SelectMany(value => scales.Select(scale => value * scale))];
            for (var axis = 0; axis < sizes.Length; axis++) sizes[axis] *= spec.Shape[axis];
        }

        return layer.Map(value => layer.Graph.Multiply(
            value, layer.PerElement(values, new TensorShape(sizes), layer.Input.Order)));
    }
}
