using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Tests.Packed.Oracle;

/// <summary>The kinds that scale, move or repeat values, each element by the place where it lies.</summary>
internal static class NaiveKinds
{
    public static double[] Evaluate(Layer layer, double[][] inputs, Func<string, double[]> weight) => layer.Kind switch
    {
        PReLULayer => Each(layer, at => Value(layer, inputs, 0, at) is > 0 and var x
            ? x
            : Value(layer, inputs, 0, at)!.Value * Repeated(weight("alpha"), layer.Weights[0].Shape, at)),
        LeakyReLULayer leaky => [.. inputs[0].Select(x => x > 0 ? x : leaky.Alpha * x)],
        MultiplyLayer => Each(layer, at => Enumerable.Range(0, inputs.Length)
            .Aggregate(1.0, (product, i) => product * Repeated(inputs[i], layer.InputShapes[i], at))),
        ScaleLayer => Each(layer, at => layer.Weights.Aggregate(
            Value(layer, inputs, 0, at)!.Value, (x, spec) => x * Repeated(weight(spec.Name), spec.Shape, at))),
        ReshapeLayer or IdentityLayer => inputs[0],
        ZeroPadding1DLayer pad => Each(layer, at => Value(layer, inputs, 0, at[0] - pad.Before, at[1]) ?? 0),
        ZeroPadding2DLayer pad => Each(layer, at =>
            Value(layer, inputs, 0, at[0] - pad.Top, at[1] - pad.Left, at[2]) ?? 0),
        ChannelPaddingLayer pad => Each(layer, at => Value(layer, inputs, 0, [.. at[..^1], at[^1] - pad.Before]) ?? 0),
        ChannelSliceLayer slice => Each(layer, at =>
            Value(layer, inputs, 0, [.. at[..^1], at[^1] + slice.Start])!.Value),
        UpSampling1DLayer up => Each(layer, at => Value(layer, inputs, 0, at[0] / up.Size, at[1])!.Value),
        UpSampling2DLayer { Interpolation: Interpolation.Nearest } up => Each(layer, at =>
            Value(layer, inputs, 0, at[0] / up.Size[0], at[1] / up.Size[1], at[2])!.Value),
        UpSampling2DLayer up => Each(layer, at => Bilinear(layer, inputs, up.Size, at)),
        BlurPool2DLayer blur => Blur(blur, layer, inputs[0], weight("depthwise_kernel")),
        _ => throw new NotSupportedException($"The oracle does not know {layer}."),
    };

    private static double[] Each(Layer layer, Func<int[], double> value)
    {
        var shape = layer.OutputShape.Dimensions;
        return [.. Enumerable.Range(0, layer.OutputShape.Size).Select(i =>
        {
            var at = new int[shape.Length];
            for (var axis = shape.Length - 1; axis >= 0; i /= shape[axis], axis--) at[axis] = i % shape[axis];
            return value(at);
        })];
    }

    private static double? Value(Layer layer, double[][] inputs, int input, params int[] at)
    {
        var (shape, index) = (layer.InputShapes[input].Dimensions, 0);
        for (var axis = 0; axis < shape.Length; axis++)
        {
            if (at[axis] < 0 || at[axis] >= shape[axis]) return null;
            index = (index * shape[axis]) + at[axis];
        }

        return inputs[input][index];
    }

    private static double Repeated(double[] values, TensorShape shape, int[] at) =>
        values[at.Select((place, axis) => (place, axis)).Aggregate(0, (index, pair) =>
            (index * shape[pair.axis]) + Math.Min(pair.place, shape[pair.axis] - 1))];

    // A sum over all pixels, each with the height of a tent over its place.
    private static double Bilinear(Layer layer, double[][] inputs, Size2D factor, int[] at)
    {
        var (height, width) = (layer.InputShapes[0][0], layer.InputShapes[0][1]);
        var y = Math.Clamp(((at[0] + 0.5) / factor.Height) - 0.5, 0, height - 1);
        var x = Math.Clamp(((at[1] + 0.5) / factor.Width) - 0.5, 0, width - 1);
        var pixels =
            from i in Enumerable.Range(0, height)
            from j in Enumerable.Range(0, width)
            select Math.Max(0, 1 - Math.Abs(y - i)) * Math.Max(0, 1 - Math.Abs(x - j))
                * Value(layer, inputs, 0, i, j, at[2])!.Value;
        return pixels.Sum();
    }

    private static double[] Blur(BlurPool2DLayer kind, Layer layer, double[] x, double[] kernel)
    {
        var size = new Size2D(kind.PoolSize, kind.PoolSize);
        var image = new NaiveImage(layer.InputShapes[0], x).Frame(kind.Padding, size, kind.Strides, 1, 0);
        var y = new List<double>();
        image.Windows(size, kind.Strides, 1, cell =>
        {
            for (var c = 0; c < image.Channels; c++)
            {
                var taps =
                    from i in Enumerable.Range(0, kind.PoolSize)
                    from j in Enumerable.Range(0, kind.PoolSize)
                    select cell(i, j, c)!.Value * kernel[(((i * kind.PoolSize) + j) * image.Channels) + c];
                y.Add(taps.Sum());
            }
        });
        return [.. y];
    }
}
