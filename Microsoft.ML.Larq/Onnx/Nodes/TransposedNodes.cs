using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Onnx.Nodes;

/// <summary>Transposed convolutions of images and volumes.</summary>
internal static class TransposedNodes
{
    public static OnnxTensor Layer(LayerWriter layer)
    {
        var (kind, channels) = ((TransposedKind)layer.Layer.Kind, layer.Shape.Channels);
        var stencil = kind.Stencil;
        var axes = kind.AxesOver(layer.Shape).Select(axis => axis!.Value).ToArray();

        // (space, filters, channels) to filters last, as scales are looked for, and to (channels, filters, space).
        int[] space = [.. Enumerable.Range(0, stencil.Axes)];
        var kernel = Permutation.Of(
            layer.Weight("kernel"), [.. stencil.Size, kind.Filters, channels],
            [.. space, stencil.Axes + 1, stencil.Axes]);
        var sums = new KernelSums(layer, kind.Kernel.Quantizer, kernel, kind.Filters, kernel.Length / kind.Filters);
        var turned = Permutation.Of(
            sums.Weights, [.. stencil.Size, channels, kind.Filters], [stencil.Axes, stencil.Axes + 1, .. space]);

        // Cells past the last tap of the last input are added, those before are cut off.
        long[] beyond =
            [.. axes.Select(axis => ((axis.Input - 1L) * axis.Stride) + axis.Extent - axis.Before - axis.Output)];
        var value = layer.Graph.Node(
            "ConvTranspose",
            [
                sums.Input(Order.ChannelsFirst),
                layer.Kernel(turned, [channels, kind.Filters, .. stencil.Size]),
            ],
            ("kernel_shape", ConvolutionNodes.Long(stencil.Size)),
            ("strides", ConvolutionNodes.Long(stencil.Strides)),
            ("dilations", ConvolutionNodes.Long(stencil.Dilation)),
            ("pads", (long[])[.. axes.Select(axis => (long)axis.Before), .. beyond.Select(cut => Math.Max(cut, 0))]),
            ("output_padding", (long[])[.. beyond.Select(cut => Math.Max(-cut, 0))]));
        return sums.Finish(kind, sums.Scaled(value, Order.ChannelsFirst), Order.ChannelsFirst);
    }
}
