using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Onnx.Nodes;

/// <summary>Densely connected layers.</summary>
internal static class DenseNodes
{
    public static OnnxTensor Layer(LayerWriter layer)
    {
        var kind = (DenseLayer)layer.Layer.Kind;
        var inputs = layer.Shape.Size;
        var sums = new KernelSums(layer, kind.Kernel.Quantizer, layer.Weight("kernel"), kind.Units, inputs);
        var value = layer.Graph.Node(
            "MatMul", [sums.Input(Order.ChannelsLast), layer.Kernel(sums.Weights, inputs, kind.Units)]);
        return sums.Finish(kind, sums.Scaled(value, Order.ChannelsLast), Order.ChannelsLast);
    }
}
