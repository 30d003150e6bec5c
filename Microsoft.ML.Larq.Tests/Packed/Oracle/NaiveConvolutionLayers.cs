using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Layers;

namespace Microsoft.ML.Larq.Tests.Packed.Oracle;

/// <summary>The convolutions of <see cref="NaiveNetwork"/> that are not two-dimensional ones of one kernel.</summary>
internal static class NaiveConvolutionLayers
{
    public static double[] Depthwise(DepthwiseConv2DLayer kind, Layer layer, double[] x, Func<string, double[]> weight)
    {
        var sums = Over(kind, layer).Depthwise(
            NaiveNetwork.Quantize(kind.InputQuantizer, x), layer.InputShapes[0].Channels,
            NaiveNetwork.Quantize(kind.Depthwise.Quantizer, weight("depthwise_kernel"), kind.DepthMultiplier),
            kind.DepthMultiplier, kind.PadValue);
        return Finish(kind, sums, weight);
    }

    public static double[] Filters(FilterKind kind, Layer layer, double[] x, Func<string, double[]> weight)
    {
        var sums = Over(kind, layer).Full(
            NaiveNetwork.Quantize(kind.InputQuantizer, x), layer.InputShapes[0].Channels,
            NaiveNetwork.Quantize(kind.Kernel.Quantizer, weight("kernel"), kind.Filters), kind.Filters, kind.Groups,
            kind.PadValue);
        return Finish(kind, sums, weight);
    }

    public static double[] Separable(SeparableKind kind, Layer layer, double[] x, Func<string, double[]> weight)
    {
        var channels = layer.InputShapes[0].Channels;
        var between = Over(kind, layer).Depthwise(
            NaiveNetwork.Quantize(kind.InputQuantizer, x), channels,
            NaiveNetwork.Quantize(kind.Depthwise.Quantizer, weight("depthwise_kernel"), kind.DepthMultiplier),
            kind.DepthMultiplier, kind.PadValue);
        var matrix = NaiveNetwork.Quantize(kind.Pointwise.Quantizer, weight("pointwise_kernel"), kind.Filters);
        var sums =
            from place in between.Chunk(channels * kind.DepthMultiplier)
            from filter in Enumerable.Range(0, kind.Filters)
            select place.Select((value, channel) => value * matrix[(channel * kind.Filters) + filter]).Sum();
        return Finish(kind, [.. sums], weight);
    }

    public static double[] Pool(PoolingKind kind, Layer layer, double[] x, Func<IEnumerable<double>, double> fold)
    {
        var (length, channels) = (layer.InputShapes[0][0], layer.InputShapes[0].Channels);
        var (size, strides) = (kind.PoolSize[0], (kind.Strides ?? kind.PoolSize)[0]);
        return new NaiveConvolution([length], [size], [strides], [1], kind.Padding)
            .Pool(x, channels, fold);
    }

    private static NaiveConvolution Over(ConvolutionKind kind, Layer layer)
    {
        int[] input = [.. layer.InputShapes[0].Dimensions[..^1]];
        return new(
            input, Numbers(kind.KernelSize, input.Length), Numbers(kind.Strides, input.Length),
            Numbers(kind.DilationRate, input.Length), kind.Padding);
    }

    private static double[] Finish(ConvolutionKind kind, double[] sums, Func<string, double[]> weight)
    {
        var bias = kind.UseBias ? weight("bias") : [0.0];
        return [.. sums.Select((sum, i) => NaiveNetwork.Activate(kind.Activation, sum + bias[i % bias.Length]))];
    }

    private static int[] Numbers(Sides sides, int axes) =>
        [.. Enumerable.Range(0, axes).Select(axis => sides[axis])];
}
