using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Onnx.Nodes;

/// <summary>Convolutions without shared weights: the windows are gathered, each meets a kernel of its own.</summary>
internal static class LocallyConnectedNodes
{
    public static OnnxTensor Layer(LayerWriter layer)
    {
        var (kind, graph) = ((LocallyConnectedKind)layer.Layer.Kind, layer.Graph);
        var windows = Windows(kind, layer.Shape);
        var (places, depth) = (windows.Length, windows[0].Length);
        var sums = new KernelSums(
            layer, kind.Kernel.Quantizer, layer.Weight("kernel"), kind.Filters, depth);
        var row = graph.Reshape(sums.Input(Order.ChannelsLast), [layer.Shape.Size]);
        var gathered = graph.Node(
            "Gather", [row, graph.Indices([.. windows.SelectMany(cells => cells)], places, depth)], ("axis", 1L));
        var kernel = layer.Kernel(sums.Weights, places, depth, kind.Filters);
        var product = graph.Node("MatMul", [Swapped(gathered), kernel]);
        var value = graph.Reshape(Swapped(product), layer.Layer.OutputShape.Dimensions);
        return sums.Finish(kind, sums.Scaled(value, Order.ChannelsLast), Order.ChannelsLast);

        // From rows first to places first, and back.
        string Swapped(string tensor) => graph.Node("Transpose", [tensor], ("perm", (long[])[1, 0, 2]));
    }

    // Of each place, the numbers of the row under its window.
    private static int[][] Windows(LocallyConnectedKind kind, TensorShape shape)
    {
        var window = kind.WindowOver(shape);
        var (width, channels) = (shape[shape.Rank - 2], shape.Channels);
        return
        [
            .. from row in Enumerable.Range(0, window.Rows.Output)
            from column in Enumerable.Range(0, window.Columns.Output)
            select (int[])[
                .. from y in Enumerable.Range(row * window.Strides.Height, window.Kernel.Height)
                from x in Enumerable.Range(column * window.Strides.Width, window.Kernel.Width)
                from channel in Enumerable.Range(0, channels)
                select (((y * width) + x) * channels) + channel],
        ];
    }
}
