using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Layers;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>The convolutions of <see cref="NaiveNetwork"/> that are not two-dimensional ones of one kernel.</summary>
internal static class NaiveConvolutionLayers
{
    public static double[] Depthwise(DepthwiseConv2DKind kind, Layer layer, double[] x, Func<string, double[]> weight)
    {
        var quant = kind as QuantDepthwiseConv2DLayer;
        var shape = layer.InputShapes[0];
        var sums = new NaiveConvolution(
            [shape[0], shape[1]], Sides(kind.KernelSize), Sides(kind.Strides), Sides(kind.DilationRate), kind.Padding)
            .Depthwise(
                NaiveNetwork.Quantize(quant?.InputQuantizer, x), shape.Channels,
                NaiveNetwork.Quantize(quant?.DepthwiseQuantizer, weight("depthwise_kernel")), kind.DepthMultiplier,
                quant?.PadValue ?? 0);
        return Finish(kind, sums, weight);
    }

    private static double[] Finish(ConvolutionKind kind, double[] sums, Func<string, double[]> weight)
    {
        var bias = kind.UseBias ? weight("bias") : [0.0];
        return [.. sums.Select((sum, i) => NaiveNetwork.Activate(kind.Activation, sum + bias[i % bias.Length]))];
    }

    private static int[] Sides(Size2D size) => [size.Height, size.Width];
}
