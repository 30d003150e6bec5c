using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Onnx.Nodes;

/// <summary>Separable convolutions: a kernel for each channel, then one over the channels of each place.</summary>
internal static class SeparableNodes
{
    public static OnnxTensor Layer(LayerWriter layer)
    {
        var kind = (SeparableKind)layer.Layer.Kind;
        var (first, value) = ConvolutionNodes.Depthwise(layer, kind, kind.Depthwise.Quantizer, kind.DepthMultiplier);
        var kernel = layer.Weight("pointwise_kernel");
        var scaled = ScaledSigns.Of(kernel, kind.Filters, kind.Pointwise.Quantizer);
        var between = kernel.Length / kind.Filters;

        // Whole sums stay whole through a second kernel of small numbers: what 1 is worth comes behind both.
        long taps = kind.Stencil.Size.Aggregate(1, (product, size) => product * size);
        var isWhole = first.IsWhole && first.Unit is not null
            && KernelSums.IsSmallKernel(kind.Pointwise.Quantizer, scaled)
            && IntegerLevels.AreExact(first.Steps, taps * between);
        value = isWhole ? first.Whole(value) : first.Scaled(value, Order.ChannelsFirst);
        var axes = kind.Stencil.Axes;
        var turned = Permutation.Of(scaled?.Signs ?? kernel, [between, kind.Filters], [1, 0]);
        value = layer.Graph.Node(
            "Conv", [value, layer.Kernel(turned, [kind.Filters, between, .. Enumerable.Repeat(1, axes)])]);
        if (isWhole) value = first.Whole(value);
        return first.Finish(
            kind, first.Times(value, Units(isWhole ? first.Unit!.Value : 1, scaled), Order.ChannelsFirst),
            Order.ChannelsFirst);
    }

    private static float[]? Units(float unit, ScaledSigns? scaled)
    {
        if (unit == 1) return scaled?.Scale;
        return scaled is null ? [unit] : [.. scaled.Scale.Select(scale => scale * unit)];
    }
}
