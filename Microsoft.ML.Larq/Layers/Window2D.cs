using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>A window sliding over height and width, checked when it is made, and the padding it asks for.</summary>
internal sealed class Window2D
{
    private readonly Padding _padding;

    public Window2D(
        string layer, string sizeArgument, (int Height, int Width) size, (int Height, int Width) strides,
        (int Height, int Width) dilation, Padding padding)
    {
        Size = Checked(layer, sizeArgument, size);
        Strides = Checked(layer, nameof(strides), strides);
        Dilation = Checked(layer, nameof(dilation), dilation);
        if (padding is not (Padding.Valid or Padding.Same))
        {
            throw new ArgumentOutOfRangeException(
                nameof(padding), padding, $"Layer '{layer}': padding must be Valid or Same; got {padding}.");
        }

        _padding = padding;
    }

    public long[] Size { get; }

    public long[] Strides { get; }

    public long[] Dilation { get; }

    /// <summary>No padding, to be given to Torch when the input is padded already.</summary>
    public static long[] None { get; } = [0, 0];

    /// <summary>Cells to add on each side of a height × width input.</summary>
    public (SamePadding Height, SamePadding Width) Around(Tensor input) => _padding == Padding.Valid
        ? default
        : (SamePadding.Along(input.size(2), Size[0], Strides[0], Dilation[0]),
            SamePadding.Along(input.size(3), Size[1], Strides[1], Dilation[1]));

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
            input, (width.Before, width.After, height.Before, height.After), PaddingModes.Constant, value);
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

    private static long[] Checked(string layer, string argument, (int Height, int Width) pair) =>
        pair is { Height: > 0, Width: > 0 }
            ? [pair.Height, pair.Width]
            : throw new ArgumentOutOfRangeException(
                argument, pair,
                $"Layer '{layer}': {argument} must be at least 1 × 1; got {pair.Height} × {pair.Width}.");
}
