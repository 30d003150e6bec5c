using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Onnx.Nodes;

/// <summary>Convolutions of sequences, images and volumes, one kernel for all places.</summary>
internal static class ConvolutionNodes
{
    public static OnnxTensor Filters(LayerWriter layer)
    {
        var kind = (FilterKind)layer.Layer.Kind;
        var kernel = layer.Weight("kernel");
        var sums = new KernelSums(
            layer, kind.Kernel.Quantizer, kernel, kind.Filters, kernel.Length / kind.Filters,
            Around(kind, layer.Shape));
        int[] dimensions = [.. kind.Stencil.Size, layer.Shape.Channels / kind.Groups, kind.Filters];
        var value = Convolve(
            layer, kind.Stencil, sums.Input(Order.ChannelsFirst), sums.Around,
            Turned(layer, sums.Weights, dimensions), kind.Groups);
        return sums.Finish(kind, sums.Scaled(value, Order.ChannelsFirst), Order.ChannelsFirst);
    }

    public static OnnxTensor Depthwise(LayerWriter layer)
    {
        var kind = (DepthwiseConv2DLayer)layer.Layer.Kind;
        var (sums, value) = Depthwise(layer, kind, kind.Depthwise.Quantizer, kind.DepthMultiplier);
        return sums.Finish(kind, sums.Scaled(value, Order.ChannelsFirst), Order.ChannelsFirst);
    }

    public static OnnxTensor Blur(LayerWriter layer)
    {
        var stencil = ((BlurPool2DLayer)layer.Layer.Kind).Stencil;
        var kernel = DepthwiseKernel(layer, layer.Weight("depthwise_kernel"), stencil, 1);
        return layer.Output(
            Convolve(layer, stencil, layer.Input.First, 0, kernel, layer.Shape.Channels), Order.ChannelsFirst);
    }

    /// <summary>The sums of a kernel for each channel.</summary>
    public static (KernelSums Sums, string Value) Depthwise(
        LayerWriter layer, ConvolutionKind kind, Quantizer? quantizer, int multiplier)
    {
        var (stencil, channels) = (kind.Stencil, layer.Shape.Channels);
        var kernel = layer.Weight("depthwise_kernel");
        var sums = new KernelSums(
            layer, quantizer, kernel, channels * multiplier, kernel.Length / (channels * multiplier),
            Around(kind, layer.Shape));
        var value = Convolve(
            layer, stencil, sums.Input(Order.ChannelsFirst), sums.Around,
            DepthwiseKernel(layer, sums.Weights, stencil, multiplier), channels);
        return (sums, value);
    }

    /// <summary>What lies around the input; 0 where nothing does.</summary>
    private static float Around(ConvolutionKind kind, TensorShape shape) =>
        Pads(kind.Stencil, shape).Any(pad => pad > 0) ? kind.PadAround : 0;

    /// <summary>A convolution, channels first.</summary>
    private static string Convolve(
        LayerWriter layer, Stencil stencil, string value, float around, string kernel, int groups)
    {
        var pads = Pads(stencil, layer.Shape);
        if (around != 0)
        {
            value = PaddingNodes.Pad(layer.Graph, value, [0, 0, .. pads[..stencil.Axes], 0, 0, .. pads[stencil.Axes..]],
                around);
            pads = new long[pads.Length];
        }

        return layer.Graph.Node(
            "Conv", [value, kernel],
            ("kernel_shape", Long(stencil.Size)), ("strides", Long(stencil.Strides)),
            ("dilations", Long(stencil.Dilation)), ("pads", pads), ("group", (long)groups));
    }

    /// <summary>Cells added before the first along each axis, then those after the last.</summary>
    public static long[] Pads(Stencil stencil, TensorShape shape)
    {
        var axes = Enumerable.Range(0, stencil.Axes).Select(axis => stencil.Along(shape, axis)).ToArray();
        return [.. axes.Select(axis => (long)axis.Before), .. axes.Select(axis => (long)axis.After)];
    }

    public static long[] Long(int[] sizes) => [.. sizes.Select(size => (long)size)];

    // (space, inputs, filters) to (filters, inputs, space).
    private static string Turned(LayerWriter layer, float[] kernel, int[] dimensions)
    {
        var axes = dimensions.Length - 2;
        int[] order = [axes + 1, axes, .. Enumerable.Range(0, axes)];
        return layer.Kernel(
            Permutation.Of(kernel, dimensions, order), [.. order.Select(axis => dimensions[axis])]);
    }

    // (space, channels, multiplier) to (channels · multiplier, 1, space).
    private static string DepthwiseKernel(LayerWriter layer, float[] kernel, Stencil stencil, int multiplier)
    {
        var (axes, channels) = (stencil.Axes, layer.Shape.Channels);
        return layer.Kernel(
            Permutation.Of(
                kernel, [.. stencil.Size, channels, multiplier], [axes, axes + 1, .. Enumerable.Range(0, axes)]),
            [channels * multiplier, 1, .. stencil.Size]);
    }
}
