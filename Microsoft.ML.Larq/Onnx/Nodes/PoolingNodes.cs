using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Onnx.Nodes;

/// <summary>The largest number or the mean of each window, or of all places.</summary>
internal static class PoolingNodes
{
    public static OnnxTensor Max(LayerWriter layer) => Windows(layer, "MaxPool", layer.Input.Alphabet);

    public static OnnxTensor Average(LayerWriter layer) =>
        Windows(layer, "AveragePool", Alphabet.Real, ("count_include_pad", 0L));

    public static OnnxTensor GlobalMax(LayerWriter layer) =>
        All(layer, layer.Graph.Largest, layer.Input.Alphabet);

    public static OnnxTensor GlobalAverage(LayerWriter layer) => All(layer, layer.Graph.Mean, Alphabet.Real);

    private static OnnxTensor Windows(
        LayerWriter layer, string type, Alphabet alphabet, params OnnxAttribute[] further)
    {
        var stencil = ((PoolingKind)layer.Layer.Kind).Stencil;
        return layer.Output(
            layer.Graph.Node(
                type, [layer.Input.First],
                [
                    ("kernel_shape", ConvolutionNodes.Long(stencil.Size)),
                    ("strides", ConvolutionNodes.Long(stencil.Strides)),
                    ("pads", ConvolutionNodes.Pads(stencil, layer.Shape)), .. further,
                ]),
            Order.ChannelsFirst, alphabet);
    }

    private static OnnxTensor All(
        LayerWriter layer, Func<string, IEnumerable<int>, bool, string> reduce, Alphabet alphabet)
    {
        var order = layer.Input.Order;
        return layer.Output(
            reduce(layer.Input.In(order), layer.Space(order), false), Order.ChannelsLast, alphabet);
    }
}
