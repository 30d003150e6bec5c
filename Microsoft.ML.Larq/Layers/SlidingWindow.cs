using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>A window sliding over height and width, checked when it is made, and the padding it asks for.</summary>
internal sealed class SlidingWindow
{
    private readonly Size2D _size;
    private readonly Size2D _strides;
    private readonly Size2D _dilation;
    private readonly Padding _padding;

    public SlidingWindow(
        string layer, string sizeArgument, Size2D size, Size2D strides, Size2D dilation, Padding padding)
    {
        _size = Checked(layer, sizeArgument, size);
        _strides = Checked(layer, nameof(strides), strides);
        _dilation = Checked(layer, nameof(dilation), dilation);
        if (padding is not (Padding.Valid or Padding.Same))
        {
            throw new ArgumentOutOfRangeException(
                nameof(padding), padding, $"Layer '{layer}': padding must be Valid or Same; got {padding}.");
        }

        _padding = padding;
    }

    public long[] Size => [_size.Height, _size.Width];

    public long[] Strides => [_strides.Height, _strides.Width];

    public long[] Dilation => [_dilation.Height, _dilation.Width];

    /// <summary>No padding, to be given to Torch when the input is padded already.</summary>
    public static long[] None { get; } = [0, 0];

    /// <summary>Where the window stands on a height × width input, and the cells to add on each side.</summary>
    public (WindowAxis Height, WindowAxis Width) Around(Tensor input) => (
        WindowAxis.Of(checked((int)input.size(2)), _size.Height, _strides.Height, _dilation.Height, _padding),
        WindowAxis.Of(checked((int)input.size(3)), _size.Width, _strides.Width, _dilation.Width, _padding));

    /// <summary>
    /// Pads with a constant, unless Torch's own operation can do it: it pads both sides alike, with
    /// <paramref name="native"/> cells of <paramref name="nativeValue"/>.
    /// </summary>
    public Tensor Pad(Tensor input, double value, double nativeValue, out long[] native)
    {
        native = None;
        var (height, width) = Around(input);
        if (height.After == 0 && width.After == 0)
            return input;
        if (height.Before != height.After || width.Before != width.After || !value.Equals(nativeValue))
            return PadExplicitly(input, value);
        native = [height.Before, width.Before];
        return input;
    }

    /// <summary>Pads with a constant.</summary>
    public Tensor PadExplicitly(Tensor input, double value)
    {
        var (height, width) = Around(input);
        return nn.functional.pad(
            input,
            (width.Before, width.After, height.Before, height.After),
            TorchSharp.PaddingModes.Constant,
            value);
    }

    /// <summary>Refuses an input that is not (rows, channels, height, width).</summary>
    public static void CheckInput(string layer, Tensor input, long? channels = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() == 4 && (channels is null || input.size(1) == channels))
            return;
        throw new ArgumentException(
            $"Layer '{layer}': the input must be (rows, {channels?.ToString() ?? "channels"}, height, width); " +
            $"got ({string.Join(", ", input.shape)}).", nameof(input));
    }

    private static Size2D Checked(string layer, string argument, Size2D size) => size is { Height: > 0, Width: > 0 }
        ? size
        : throw new ArgumentOutOfRangeException(
            argument, size, $"Layer '{layer}': {argument} must be at least 1×1; got {size}.");
}
