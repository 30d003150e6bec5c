using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>
/// A window sliding over the axes behind rows and channels, checked when it is made, and the padding it asks for.
/// </summary>
internal sealed class SlidingWindow
{
    private static readonly string[] Axes = ["depth", "height", "width"];

    private readonly int[] _size;
    private readonly int[] _strides;
    private readonly int[] _dilation;
    private readonly PadMode _padding;

    public SlidingWindow(
        string layer, string sizeArgument, int axes, Sides size, Sides strides, Sides dilation, PadMode padding)
    {
        _size = Checked(layer, sizeArgument, axes, size);
        _strides = Checked(layer, nameof(strides), axes, strides);
        _dilation = Checked(layer, nameof(dilation), axes, dilation);
        var causal = axes == 1;
        if (padding is not (PadMode.Valid or PadMode.Same) && !(causal && padding == PadMode.Causal))
        {
            throw new ArgumentOutOfRangeException(
                nameof(padding), padding,
                $"Layer '{layer}': padding must be Valid{(causal ? ", Same or Causal" : " or Same")}; got {padding}.");
        }

        _padding = padding;
    }

    public long[] Size => Longs(_size);

    public long[] Strides => Longs(_strides);

    public long[] Dilation => Longs(_dilation);

    /// <summary>Cells of the window.</summary>
    public long Cells => _size.Aggregate(1L, (product, side) => product * side);

    /// <summary>What the window does at the border.</summary>
    public PadMode Padding => _padding;

    /// <summary>No padding, to be given to Torch when the input is padded already.</summary>
    public long[] None => new long[_size.Length];

    /// <summary>Where the window stands on an input, and the cells to add on each side, axis by axis.</summary>
    public WindowAxis[] Around(Tensor input) => [.. _size.Select((size, axis) => WindowAxis.Of(
        checked((int)input.size(axis + 2)), size, _strides[axis], _dilation[axis], _padding))];

    /// <summary>
    /// Pads with a constant, unless Torch's own operation can do it: it pads both sides alike, with
    /// <paramref name="native"/> cells of <paramref name="nativeValue"/>.
    /// </summary>
    public Tensor Pad(Tensor input, double value, double nativeValue, out long[] native)
    {
        native = None;
        var axes = Around(input);
        if (axes.All(axis => axis.Before == 0 && axis.After == 0))
            return input;
        if (axes.Any(axis => axis.Before != axis.After) || !value.Equals(nativeValue))
            return PadExplicitly(input, value);
        native = [.. axes.Select(axis => (long)axis.Before)];
        return input;
    }

    /// <summary>Pads with a constant.</summary>
    public Tensor PadExplicitly(Tensor input, double value)
    {
        // Torch wants the last axis first.
        long[] sides = [.. Around(input).Reverse().SelectMany(axis => new long[] { axis.Before, axis.After })];
        return nn.functional.pad(input, sides, TorchSharp.PaddingModes.Constant, value);
    }

    /// <summary>Convolves with a kernel of the window's size.</summary>
    public Tensor Convolve(Tensor input, Tensor kernel, long[] native, long groups)
    {
        SignalStack.Enlarge();
        return _size.Length switch
        {
            1 => nn.functional.conv1d(input, kernel, null, _strides[0], native[0], _dilation[0], groups),
            2 => nn.functional.conv2d(Unmistakable(input, native), kernel, null, Strides, native, Dilation, groups),
            _ => nn.functional.conv3d(Unmistakable(input, native), kernel, null, Strides, native, Dilation, groups),
        };
    }

    // An image of one channel lies in memory alike whether channels come first or last; Torch tells the two apart by
    // the stride of the channel axis, which one channel never uses. With steps above 1 and one output column its
    // convolution trusts that stride and mixes rows up (libtorch 2.10). So the stride is made that of channels first.
    private Tensor Unmistakable(Tensor input, long[] native)
    {
        if (input.size(1) != 1 || _strides[^1] == 1) return input;
        var reach = _dilation[^1] * (_size[^1] - 1L);
        var column = input.size(-1) + (2 * native[^1]) - reach - 1;
        return column < _strides[^1] ? input.squeeze(1).unsqueeze(1) : input;
    }

    /// <summary>Refuses an input that is not (rows, channels, …) with the window's axes.</summary>
    public void CheckInput(string layer, Tensor input, long? channels = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() == _size.Length + 2 && (channels is null || input.size(1) == channels))
            return;
        var axes = _size.Length == 1 ? "length" : string.Join(", ", Axes[^_size.Length..]);
        throw new ArgumentException(
            $"Layer '{layer}': the input must be (rows, {channels?.ToString() ?? "channels"}, {axes}); " +
            $"got ({string.Join(", ", input.shape)}).", nameof(input));
    }

    private static long[] Longs(int[] sides) => [.. sides.Select(side => (long)side)];

    private static int[] Checked(string layer, string argument, int axes, Sides sides)
    {
        var size = sides.Along(axes);
        var wanted = size.Length != axes ? $"one number or {axes}"
            : size.Any(side => side < 1) ? $"at least {string.Join('×', size.Select(_ => 1))}"
            : null;
        return wanted is null ? size : throw new ArgumentOutOfRangeException(
            argument, string.Join('×', size),
            $"Layer '{layer}': {argument} must be {wanted}; got {string.Join('×', size)}.");
    }
}
