using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Onnx.Nodes;

/// <summary>Sequences and images made larger by whole factors.</summary>
internal static class ResamplingNodes
{
    public static OnnxTensor Steps(LayerWriter layer) =>
        Nearest(layer, [((UpSampling1DLayer)layer.Layer.Kind).Size]);

    public static OnnxTensor Image(LayerWriter layer)
    {
        var kind = (UpSampling2DLayer)layer.Layer.Kind;
        return kind.Interpolation == Interpolation.Nearest
            ? Nearest(layer, kind.Size.Along(2))
            : layer.Output(
                Resize(
                    layer.Graph, layer.Input.First, kind.Size.Along(2), ("mode", "linear"),
                    ("coordinate_transformation_mode", "half_pixel")),
                Order.ChannelsFirst);
    }

    private static OnnxTensor Nearest(LayerWriter layer, int[] factors) => layer.Output(
        Resize(
            layer.Graph, layer.Input.First, factors, ("mode", "nearest"),
            ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor")),
        Order.ChannelsFirst, layer.Input.Alphabet);

    // Up to this set of operators there must be a region of interest, which nothing reads.
    private static string Resize(OnnxGraph graph, string value, int[] factors, params OnnxAttribute[] attributes)
    {
        float[] scales = [1, 1, .. factors];
        return graph.Node(
            "Resize", [value, graph.Constant(Array.Empty<float>(), 0), graph.Constant(scales, scales.Length)],
            attributes);
    }
}
