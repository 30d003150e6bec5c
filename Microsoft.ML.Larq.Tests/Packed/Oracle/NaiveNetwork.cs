using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Tests.Quantizers;

namespace Microsoft.ML.Larq.Tests.Packed.Oracle;

/// <summary>Evaluates a network in double precision, straight from the layers' documentation; slow and plain.</summary>
internal static class NaiveNetwork
{
    public static double[] Evaluate(NetworkDefinition definition, NetworkWeights weights, float[] row)
    {
        var values = new Dictionary<string, double[]>();
        foreach (var layer in definition.Layers)
        {
            var inputs = layer.Inputs.Select(name => values[name]).ToArray();
            double[] Weight(string name) =>
                [.. weights[$"{layer.Name}/{name}"].Values.ToArray().Select(w => (double)w)];
            values[layer.Name] = layer.Kind switch
            {
                InputLayer => [.. row.Select(x => (double)x)],
                DenseLayer dense => Dense(dense, inputs[0], Weight),
                Conv2DLayer conv => Conv(conv, layer, inputs[0], Weight),
                DepthwiseConv2DLayer conv => NaiveConvolutionLayers.Depthwise(conv, layer, inputs[0], Weight),
                TransposedKind or LocallyConnectedKind => NaiveOwnWeights.Evaluate(layer, inputs[0], Weight),
                SoftmaxLayer => NaiveOwnWeights.Softmax(layer.OutputShape.Channels, inputs[0]),
                LayerNormalizationLayer norm =>
                    NaiveOwnWeights.Normalize(norm, layer.OutputShape.Channels, inputs[0], Weight),
                BatchNormalizationLayer norm => Normalize(norm, layer, inputs[0], Weight),
                ActivationLayer kind => [.. inputs[0].Select(x => Activate(kind.Function, x, kind.Alpha))],
                QuantizeLayer quantize => Quantize(quantize.Quantizer, inputs[0]),
                MaxPooling2DLayer max => Pool(max, layer, inputs[0], cells => cells.Max()),
                AveragePooling2DLayer mean => Pool(mean, layer, inputs[0], cells => cells.Average()),
                GlobalAveragePooling2DLayer or GlobalAveragePooling1DLayer =>
                    Global(layer, inputs[0], cells => cells.Average()),
                GlobalMaxPooling2DLayer or GlobalMaxPooling1DLayer => Global(layer, inputs[0], cells => cells.Max()),
                SeparableKind conv => NaiveConvolutionLayers.Separable(conv, layer, inputs[0], Weight),
                Conv1DLayer or Conv3DLayer =>
                    NaiveConvolutionLayers.Filters((FilterKind)layer.Kind, layer, inputs[0], Weight),
                MaxPooling1DLayer max => NaiveConvolutionLayers.Pool(max, layer, inputs[0], cells => cells.Max()),
                AveragePooling1DLayer mean =>
                    NaiveConvolutionLayers.Pool(mean, layer, inputs[0], cells => cells.Average()),
                FlattenLayer or DropoutLayer => inputs[0],
                AddLayer => [.. inputs[0].Select((_, i) => inputs.Sum(input => input[i]))],
                ConcatenateLayer => Concatenate(layer, inputs),
                ThermometerLayer bits => Thermometer(bits, inputs[0], Weight("thresholds")),
                QuantileThermometerLayer bits => Thermometer(bits, inputs[0], Weight("thresholds")),
                _ => NaiveKinds.Evaluate(layer, inputs, Weight),
            };
        }

        return values[definition.Output.Name];
    }

    public static double Activate(ActivationFunction function, double x, double? alpha = null) => function switch
    {
        ActivationFunction.Linear => x,
        ActivationFunction.Relu => x > 0 ? x : 0,
        ActivationFunction.Relu6 => x > 6 ? 6 : x > 0 ? x : 0,
        ActivationFunction.Relu1 => x > 1 ? 1 : x > 0 ? x : 0,
        ActivationFunction.HardTanh => x > 1 ? 1 : x < -1 ? -1 : x,
        ActivationFunction.LeakyTanh => x > 1 ? 1 + ((alpha ?? 0.2) * (x - 1))
            : x < -1 ? -1 + ((alpha ?? 0.2) * (x + 1)) : x,
        ActivationFunction.Tanh => Math.Tanh(x),
        ActivationFunction.Sigmoid => 1 / (1 + Math.Exp(-x)),
        ActivationFunction.Elu => x > 0 ? x : (alpha ?? 1) * (Math.Exp(x) - 1),
        ActivationFunction.Gelu => x * Normal(x),
        ActivationFunction.GeluTanh =>
            x / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * Math.Pow(x, 3))))),
        ActivationFunction.Swish => x / (1 + Math.Exp(-x)),
        ActivationFunction.Softplus => x > 40 ? x : Math.Log(1 + Math.Exp(x)),
        _ => throw new NotSupportedException($"The oracle does not know {function}."),
    };

    // The density summed by Simpson's rule from 0 on; beyond 12 deviations nothing is left.
    private static double Normal(double x)
    {
        if (double.IsNaN(x)) return x;
        const int Steps = 4_000;
        var (end, sum) = (Math.Min(Math.Abs(x), 12), 0d);
        for (var i = 0; i <= Steps; i++)
        {
            var at = end * i / Steps;
            sum += Math.Exp(-at * at / 2) * (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2);
        }

        return 0.5 + (Math.Sign(x) * sum * end / Steps / 3 / Math.Sqrt(2 * Math.PI));
    }

    private static double[] Dense(DenseLayer kind, double[] x, Func<string, double[]> weight)
    {
        x = Quantize(kind.InputQuantizer, x);
        var w = Quantize(kind.Kernel.Quantizer, weight("kernel"), kind.Units);
        var y = kind.UseBias ? weight("bias") : new double[kind.Units];
        for (var i = 0; i < x.Length; i++)
        {
            for (var unit = 0; unit < kind.Units; unit++) y[unit] += x[i] * w[(i * kind.Units) + unit];
        }

        return [.. y.Select(value => Activate(kind.Activation, value))];
    }

    private static double[] Conv(Conv2DLayer kind, Layer layer, double[] x, Func<string, double[]> weight)
    {
        var image = new NaiveImage(layer.InputShapes[0], Quantize(kind.InputQuantizer, x))
            .Frame(kind.Padding, kind.KernelSize, kind.Strides, kind.DilationRate, kind.PadValue);
        var w = Quantize(kind.Kernel.Quantizer, weight("kernel"), kind.Filters);
        var bias = kind.UseBias ? weight("bias") : new double[kind.Filters];
        var (part, filtersPart) = (image.Channels / kind.Groups, kind.Filters / kind.Groups);
        var y = new List<double>();
        image.Windows(kind.KernelSize, kind.Strides, kind.DilationRate, cell =>
        {
            for (var f = 0; f < kind.Filters; f++)
            {
                var sum = bias[f];
                for (var i = 0; i < kind.KernelSize[0]; i++)
                {
                    for (var j = 0; j < kind.KernelSize[1]; j++)
                    {
                        for (var c = 0; c < part; c++)
                        {
                            var at = (((((i * kind.KernelSize[1]) + j) * part) + c) * kind.Filters) + f;
                            sum += cell(i, j, (f / filtersPart * part) + c)!.Value * w[at];
                        }
                    }
                }

                y.Add(Activate(kind.Activation, sum));
            }
        });
        return [.. y];
    }

    private static double[] Pool(PoolingKind kind, Layer layer, double[] x, Func<IEnumerable<double>, double> reduce)
    {
        var strides = kind.Strides ?? kind.PoolSize;
        var image = new NaiveImage(layer.InputShapes[0], x).Frame(kind.Padding, kind.PoolSize, strides, 1, null);
        var y = new List<double>();
        image.Windows(kind.PoolSize, strides, 1, cell =>
        {
            for (var c = 0; c < image.Channels; c++)
            {
                var cells =
                    from i in Enumerable.Range(0, kind.PoolSize[0])
                    from j in Enumerable.Range(0, kind.PoolSize[1])
                    let value = cell(i, j, c)
                    where value is not null
                    select value.Value;
                y.Add(reduce(cells));
            }
        });
        return [.. y];
    }

    private static double[] Global(Layer layer, double[] x, Func<IEnumerable<double>, double> fold)
    {
        var channels = layer.OutputShape[0];
        return [.. Enumerable.Range(0, channels).Select(c => fold(x.Where((_, i) => i % channels == c)))];
    }

    private static double[] Normalize(
        BatchNormalizationLayer kind, Layer layer, double[] x, Func<string, double[]> weight)
    {
        var channels = layer.OutputShape.Channels;
        var gamma = kind.Scale ? weight("gamma") : [.. Enumerable.Repeat(1.0, channels)];
        var beta = kind.Center ? weight("beta") : new double[channels];
        var (mean, variance) = (weight("moving_mean"), weight("moving_variance"));
        return [.. x.Select((value, i) =>
            (gamma[i % channels] * (value - mean[i % channels]) / Math.Sqrt(variance[i % channels] + kind.Epsilon))
            + beta[i % channels])];
    }

    private static double[] Concatenate(Layer layer, double[][] inputs)
    {
        var pixels = layer.OutputShape.Size / layer.OutputShape.Channels;
        return [.. Enumerable.Range(0, pixels).SelectMany(pixel => inputs.SelectMany((input, i) =>
            input.Skip(pixel * layer.InputShapes[i].Channels).Take(layer.InputShapes[i].Channels)))];
    }

    private static double[] Thermometer(QuantileThermometerLayer kind, double[] x, double[] thresholds) =>
        [.. thresholds.Select((threshold, i) => x[i / kind.Bits] >= threshold ? 1.0 : -1.0)];

    private static double[] Thermometer(ThermometerLayer kind, double[] x, double[] thresholds)
    {
        var (signs, next) = (new double[thresholds.Length], 0);
        for (var column = 0; column < x.Length; column++)
        {
            for (var bit = 0; bit < kind.Bits[column]; bit++, next++)
            {
                var isMissingBit = double.IsPositiveInfinity(thresholds[next]);
                signs[next] = double.IsNaN(x[column]) == isMissingBit && (isMissingBit
                    || x[column] >= thresholds[next]) ? 1 : -1;
                if (double.IsNaN(x[column]) && !isMissingBit) signs[next] = thresholds[next] <= 0 ? 1 : -1;
            }
        }

        return signs;
    }

    public static double[] Quantize(Quantizer? quantizer, double[] values, int filters = 1) => quantizer switch
    {
        null => values,
        SteSignQuantizer or ApproxSignQuantizer or SwishSignQuantizer =>
            [.. values.Select(value => value < 0 ? -1.0 : 1.0)],
        MagnitudeAwareSignQuantizer or XnorWeightScaleQuantizer => Scaled(values, (_, i) => i % filters),
        MagnitudeAwareSignUnclippedQuantizer => Scaled(values, (_, _) => 0),
        SteHeavisideQuantizer => [.. values.Select(value => value > 0 ? 1.0 : 0.0)],
        DoReFaQuantizer { Mode: DoReFaMode.Activations } levels => [.. values.Select(value =>
            Math.Round(Math.Clamp(value, 0, 1) * ((1 << levels.KBit) - 1)) / ((1 << levels.KBit) - 1))],
        ShiftedSignQuantizer own => [.. values.Select(value => value >= own.Shift ? 1.0 : -1.0)],
        SteTernQuantizer tern => [.. values.Select(value =>
            value > tern.ThresholdValue ? 1.0 : value < -tern.ThresholdValue ? -1.0 : 0.0)],
        _ => throw new NotSupportedException($"The oracle does not know {quantizer}."),
    };

    private static double[] Scaled(double[] values, Func<double, int, int> group)
    {
        var means = values.Select((value, i) => (Group: group(value, i), Size: Math.Abs(value)))
            .GroupBy(pair => pair.Group).ToDictionary(pairs => pairs.Key, pairs => pairs.Average(pair => pair.Size));
        return [.. values.Select((value, i) => value < 0 ? -means[group(value, i)] : means[group(value, i)])];
    }
}
