using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Tests.Packed.Oracle;

/// <summary>
/// Transposed convolutions as what they are, inputs scattered over a larger image; windows with weights of their own;
/// and functions of a place's channels. In double precision.
/// </summary>
internal static class NaiveOwnWeights
{
    public static double[] Evaluate(Layer layer, double[] x, Func<string, double[]> weight)
    {
        var biased = (BiasedKind)layer.Kind;
        var quantizer = biased is TransposedKind one ? one.Kernel.Quantizer
            : ((LocallyConnectedKind)biased).Kernel.Quantizer;
        var input = NaiveNetwork.Quantize(biased.InputQuantizer, x);
        var kernel = NaiveNetwork.Quantize(quantizer, weight("kernel"), layer.Weights[0].Shape.Channels);
        var sums = layer.Kind switch
        {
            Conv2DTransposeLayer kind => Scatter(
                layer, input, kernel, [kind.KernelSize[0], kind.KernelSize[1]],
                [kind.Strides[0], kind.Strides[1]], [kind.DilationRate[0], kind.DilationRate[1]],
                kind.Padding),
            Conv3DTransposeLayer kind => Scatter(
                layer, input, kernel, [kind.KernelSize[0], kind.KernelSize[1], kind.KernelSize[2]],
                [kind.Strides[0], kind.Strides[1], kind.Strides[2]],
                [kind.DilationRate[0], kind.DilationRate[1], kind.DilationRate[2]], kind.Padding),
            LocallyConnected1DLayer kind => Local(layer, input, kernel, (1, kind.KernelSize[0]), (1, kind.Strides[0])),
            LocallyConnected2DLayer kind => Local(layer, input, kernel, kind.KernelSize, kind.Strides),
            _ => throw new NotSupportedException($"The oracle does not know {layer}."),
        };
        var bias = biased.UseBias ? weight("bias") : [0.0];
        return [.. sums.Select((sum, i) => NaiveNetwork.Activate(biased.Activation, sum + bias[i % bias.Length]))];
    }

    public static double[] Softmax(int channels, double[] x) => [.. x.Chunk(channels).SelectMany(run =>
        run.Select(value => Math.Exp(value - run.Max()) / run.Sum(other => Math.Exp(other - run.Max()))))];

    public static double[] Normalize(
        LayerNormalizationLayer kind, int channels, double[] x, Func<string, double[]> weight)
    {
        var gamma = kind.Scale ? weight("gamma") : [.. Enumerable.Repeat(1.0, channels)];
        var beta = kind.Center ? weight("beta") : new double[channels];
        return [.. x.Chunk(channels).SelectMany(run => run.Select((value, c) =>
            (gamma[c] * (value - run.Average())
                / Math.Sqrt(run.Average(other => Math.Pow(other - run.Average(), 2)) + kind.Epsilon)) + beta[c]))];
    }

    // What lies before the output's first cell is lost, as is what lies behind its last. With Same that is half of what
    // a Same convolution of the output adds around it, the smaller half before.
    private static double[] Scatter(
        Layer layer, double[] x, double[] kernel, int[] size, int[] strides, int[] dilation, PadMode padding)
    {
        var (input, output) = (layer.InputShapes[0].Dimensions, layer.OutputShape.Dimensions);
        var (channels, filters) = (input[^1], output[^1]);
        var y = new double[layer.OutputShape.Size];
        foreach (var from in Cells([.. input[..^1]]))
        {
            foreach (var tap in Cells(size))
            {
                var to = new int[size.Length];
                for (var axis = 0; axis < size.Length; axis++)
                {
                    var reach = ((input[axis] - 1) * strides[axis]) + ((size[axis] - 1) * dilation[axis]) + 1;
                    var added = padding == PadMode.Same ? Math.Max(0, reach - output[axis]) : 0;
                    to[axis] = (from[axis] * strides[axis]) + (tap[axis] * dilation[axis]) - (added / 2);
                }

                if (to.Where((at, axis) => at < 0 || at >= output[axis]).Any()) continue;
                var (first, last, cell) = (Index(from, input), Index(to, output), Index(tap, size));
                for (var c = 0; c < channels; c++)
                {
                    for (var f = 0; f < filters; f++)
                    {
                        y[(last * filters) + f] +=
                            x[(first * channels) + c] * kernel[(((cell * filters) + f) * channels) + c];
                    }
                }
            }
        }

        return y;
    }

    private static double[] Local(Layer layer, double[] x, double[] kernel, Size2D size, Size2D strides)
    {
        var channels = layer.InputShapes[0].Channels;
        var filters = layer.OutputShape.Channels;
        var shape = layer.InputShapes[0];
        var image = shape.Rank == 3 ? shape : new TensorShape(1, shape[0], channels);
        var depth = size.Height * size.Width * channels;
        var y = new List<double>();
        new NaiveImage(image, x).Windows(size, strides, 1, cell =>
        {
            var position = y.Count / filters;
            for (var f = 0; f < filters; f++)
            {
                var sum = 0.0;
                for (var k = 0; k < depth; k++)
                {
                    var (row, column, c) = (k / channels / size.Width, k / channels % size.Width, k % channels);
                    sum += cell(row, column, c)!.Value * kernel[(((position * depth) + k) * filters) + f];
                }

                y.Add(sum);
            }
        });
        return [.. y];
    }

    private static IEnumerable<int[]> Cells(int[] sides) => sides is []
        ? [[]]
        : Enumerable.Range(0, sides[0]).SelectMany(i => Cells(sides[1..]).Select(rest => (int[])[i, .. rest]));

    private static int Index(int[] cell, IReadOnlyList<int> sides)
    {
        var index = 0;
        for (var axis = 0; axis < cell.Length; axis++) index = (index * sides[axis]) + cell[axis];
        return index;
    }
}
