using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Onnx.Nodes;

/// <summary>Zeros around a tensor, and a part of its channels.</summary>
internal static class PaddingNodes
{
    public static OnnxTensor Zeros1D(LayerWriter layer)
    {
        var kind = (ZeroPadding1DLayer)layer.Layer.Kind;
        return Zeros(layer, [kind.Before, 0], [kind.After, 0]);
    }

    public static OnnxTensor Zeros2D(LayerWriter layer)
    {
        var kind = (ZeroPadding2DLayer)layer.Layer.Kind;
        return Zeros(layer, [kind.Top, kind.Left, 0], [kind.Bottom, kind.Right, 0]);
    }

    public static OnnxTensor Channels(LayerWriter layer)
    {
        var kind = (ChannelPaddingLayer)layer.Layer.Kind;
        var space = new int[layer.Shape.Rank - 1];
        return Zeros(layer, [.. space, kind.Before], [.. space, kind.After]);
    }

    public static OnnxTensor ChannelSlice(LayerWriter layer)
    {
        var (kind, graph) = ((ChannelSliceLayer)layer.Layer.Kind, layer.Graph);
        return layer.Map(
            value => graph.Node(
                "Slice",
                [
                    value, graph.Constant([(long)kind.Start]), graph.Constant([(long)kind.Start + kind.Length]),
                    graph.Constant([(long)layer.ChannelAxis(layer.Input.Order)]),
                ]),
            layer.Input.Alphabet);
    }

    /// <summary>A tensor with cells added around it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="value">The tensor.</param>
    /// <param name="pads">Before the first along each axis, the rows' included, then after the last.</param>
    /// <param name="around">What is added.</param>
    public static string Pad(OnnxGraph graph, string value, long[] pads, float around) =>
        graph.Node("Pad", [value, graph.Constant(pads), graph.Scalar(around)], ("mode", "constant"));

    private static OnnxTensor Zeros(LayerWriter layer, int[] before, int[] after) => layer.Map(value => Pad(
        layer.Graph, value, [0, .. Ordered(before, layer), 0, .. Ordered(after, layer)], 0));

    private static IEnumerable<long> Ordered(int[] sides, LayerWriter layer) => ConvolutionNodes.Long(
        layer.Input.Order == Order.ChannelsLast ? sides : [sides[^1], .. sides[..^1]]);
}
