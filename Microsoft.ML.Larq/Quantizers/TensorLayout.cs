using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>
/// Which values of a TorchSharp tensor share a scale: where Keras' last axis lies, and whether each row is on its own.
/// </summary>
/// <remarks>
/// Larq's quantizers take statistics over all axes but the last of Keras' layouts, or over the whole tensor. Torch
/// keeps kernels and images in another order, so a quantizer that scales must be told. Means are taken in double
/// precision.
/// </remarks>
public sealed class TensorLayout
{
    private readonly int _lastAxis;
    private readonly int _multiplier;
    private readonly bool _rows;

    private TensorLayout(int lastAxis, int multiplier = 0, bool rows = false)
    {
        _lastAxis = lastAxis;
        _multiplier = multiplier;
        _rows = rows;
    }

    /// <summary>
    /// Kernels of dense layers (units, inputs), convolutions (filters, channels, …) and transposed convolutions (input
    /// channels, filters, …): Keras' last axis is Torch's first.
    /// </summary>
    public static TensorLayout Kernel { get; } = new(lastAxis: 0);

    /// <summary>Inputs: every row on its own, channels (Keras' last axis) behind the rows.</summary>
    public static TensorLayout Rows { get; } = new(lastAxis: 1, rows: true);

    /// <summary>
    /// Kernels of depthwise convolutions, (channels·multiplier, 1, …): Keras' last axis is the multiplier.
    /// </summary>
    /// <param name="multiplier">Outputs of each channel, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The multiplier is below 1.</exception>
    public static TensorLayout DepthwiseKernel(int multiplier)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(multiplier, 1);
        return new TensorLayout(lastAxis: 0, multiplier);
    }

    /// <summary>A kernel in another order.</summary>
    /// <param name="axis">Torch's axis, from 0, that is Keras' last.</param>
    /// <exception cref="ArgumentOutOfRangeException">The axis is below 0.</exception>
    public static TensorLayout KernelWithLastAxis(int axis)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(axis);
        return new TensorLayout(axis);
    }

    /// <summary>A number for each index of Keras' last axis, in a shape that can be repeated over a tensor.</summary>
    /// <param name="numbers">(last axis,), for example a trained threshold for each channel.</param>
    /// <param name="values">The tensor, in this layout.</param>
    /// <returns>A view or a new tensor, as many axes as <paramref name="values"/> has.</returns>
    public Tensor Spread(Tensor numbers, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        ArgumentNullException.ThrowIfNull(values);
        var shape = Enumerable.Repeat(1L, (int)values.dim()).ToArray();
        shape[_lastAxis] = -1;
        return _multiplier == 0
            ? numbers.view(shape)
            : numbers.expand(values.size(0) / _multiplier, _multiplier).reshape(shape);
    }

    /// <summary>The sum of those that share an index of Keras' last axis: the gradient to what was spread.</summary>
    /// <param name="values">The tensor, in this layout.</param>
    /// <returns>A new tensor (last axis,).</returns>
    public Tensor SumLast(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (_multiplier > 0) return values.reshape(-1, _multiplier, values.numel() / values.size(0)).sum([0, 2]);
        var axes = Enumerable.Range(0, (int)values.dim())
            .Where(axis => axis != _lastAxis).Select(axis => (long)axis).ToArray();
        return axes.Length == 0 ? values.alias() : values.sum(axes);
    }

    /// <summary>The mean of those that share Keras' last index, in a shape that broadcasts; dtype kept.</summary>
    internal Tensor LastAxisMeans(Tensor values)
    {
        var doubles = values.to(ScalarType.Float64);
        if (_multiplier > 0)
        {
            var means = doubles.reshape(-1, _multiplier, values.numel() / values.size(0)).mean([0, 2], true);
            long[] shape = [values.size(0), .. Enumerable.Repeat(1L, (int)values.dim() - 1)];
            return means.expand(values.size(0) / _multiplier, _multiplier, 1).reshape(shape).to(values.dtype);
        }

        long[] axes = [.. Axes(values).Where(axis => axis != _lastAxis)];
        return axes.Length == 0 ? values : doubles.mean(axes, true).to(values.dtype);
    }

    /// <summary>The mean of all in double precision: one number, or one for each row.</summary>
    internal Tensor Mean(Tensor values)
    {
        var (doubles, axes) = (values.to(ScalarType.Float64), Axes(values));
        return axes.Length == 0 ? doubles : doubles.mean(axes, true);
    }

    /// <summary>The largest of all: one number, or one for each row.</summary>
    internal Tensor Largest(Tensor values) => Axes(values) is { Length: > 0 } axes ? values.amax(axes, true) : values;

    // Those that one statistic of a whole tensor covers: all, or all but the rows.
    private long[] Axes(Tensor values)
    {
        var first = _rows ? 1 : 0;
        return [.. Enumerable.Range(first, Math.Max(0, (int)values.dim() - first)).Select(axis => (long)axis)];
    }
}
