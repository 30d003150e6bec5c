using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Layers;

/// <summary>Convolutions over any number of axes as plain sums of doubles; one row, channels last.</summary>
internal sealed class NaiveConvolution
{
    private readonly (int Input, int Kernel, int Stride, int Dilation, int Before, int Output)[] _axes;

    public NaiveConvolution(int[] input, int[] kernel, int[] strides, int[] dilation, PadMode padding) =>
        _axes = [.. input.Select((length, axis) => Axis(length, kernel[axis], strides[axis], dilation[axis], padding))];

    /// <summary>Lengths of the output's axes.</summary>
    public int[] Outputs => [.. _axes.Select(axis => axis.Output)];

    /// <summary>A kernel (…, channels/groups, filters).</summary>
    public double[] Full(double[] x, int channels, double[] kernel, int filters, int groups = 1, double pad = 0)
    {
        var (part, filtersPart) = (channels / groups, filters / groups);
        return
        [
            .. from window in Windows()
               from filter in Enumerable.Range(0, filters)
               select window.Select((cell, tap) => Enumerable.Range(0, part).Sum(c =>
                   At(x, channels, cell, (filter / filtersPart * part) + c, pad)
                   * kernel[(((tap * part) + c) * filters) + filter])).Sum(),
        ];
    }

    /// <summary>A kernel (…, channels, multiplier), each channel for itself.</summary>
    public double[] Depthwise(double[] x, int channels, double[] kernel, int multiplier, double pad = 0) =>
    [
        .. from window in Windows()
           from channel in Enumerable.Range(0, channels)
           from m in Enumerable.Range(0, multiplier)
           select window.Select((cell, tap) =>
               At(x, channels, cell, channel, pad) * kernel[(((tap * channels) + channel) * multiplier) + m]).Sum(),
    ];

    /// <summary>Folds the cells that are there, channel by channel.</summary>
    public double[] Pool(double[] x, int channels, Func<IEnumerable<double>, double> fold) =>
    [
        .. from window in Windows()
           from channel in Enumerable.Range(0, channels)
           select fold(window.OfType<int>().Select(cell => x[(cell * channels) + channel])),
    ];

    // For each place of the output the input's cells under the taps; null outside.
    private IEnumerable<int?[]> Windows() => Places(_axes.Select(axis => axis.Output)).Select(place =>
        Places(_axes.Select(axis => axis.Kernel)).Select(tap => Cell(place, tap)).ToArray());

    private int? Cell(int[] place, int[] tap)
    {
        var cell = 0;
        for (var i = 0; i < _axes.Length; i++)
        {
            var (input, _, stride, dilation, before, _) = _axes[i];
            var at = (place[i] * stride) + (tap[i] * dilation) - before;
            if (at < 0 || at >= input) return null;
            cell = (cell * input) + at;
        }

        return cell;
    }

    private static double At(double[] x, int channels, int? cell, int channel, double pad) =>
        cell is { } inside ? x[(inside * channels) + channel] : pad;

    private static IEnumerable<int[]> Places(IEnumerable<int> lengths) => lengths.Aggregate(
        (IEnumerable<int[]>)[[]], (places, length) => places.SelectMany(place =>
            Enumerable.Range(0, length).Select(i => (int[])[.. place, i])));

    private static (int, int, int, int, int, int) Axis(int input, int kernel, int stride, int dilation, PadMode padding)
    {
        var reach = ((kernel - 1) * dilation) + 1;
        var starts = padding switch
        {
            PadMode.Valid => Enumerable.Range(0, input).Where(i => i + reach <= input),
            _ => Enumerable.Range(0, input),
        };
        var output = starts.Count(i => i % stride == 0);
        var missing = ((output - 1) * stride) + reach - input;
        var before = padding switch
        {
            PadMode.Valid => 0,
            PadMode.Causal => reach - 1,
            _ => missing > 0 ? missing / 2 : 0,
        };
        return (input, kernel, stride, dilation, before, output);
    }
}
