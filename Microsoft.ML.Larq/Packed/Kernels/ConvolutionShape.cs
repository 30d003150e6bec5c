using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed;

/// <summary>The geometry of a convolution; a dense layer is one of a 1×1 window over a 1×1 image.</summary>
/// <param name="Height">Rows of the input.</param>
/// <param name="Width">Columns of the input.</param>
/// <param name="Channels">Channels of the input.</param>
/// <param name="Filters">Channels of the output.</param>
/// <param name="Groups">Parts of channels and filters, each convolved on its own.</param>
/// <param name="Window">Taps and output size.</param>
internal sealed record ConvolutionShape(
    int Height, int Width, int Channels, int Filters, int Groups, Window2D Window)
{
    public int GroupChannels => Channels / Groups;

    public int GroupFilters => Filters / Groups;

    public int Taps => Window.Kernel.Height * Window.Kernel.Width;

    /// <summary>Whether any tap can fall outside the image.</summary>
    public bool Padded =>
        Window.Rows.Before > 0 || Window.Rows.After > 0 || Window.Columns.Before > 0 || Window.Columns.After > 0;

    public long Macs => (long)Window.Rows.Output * Window.Columns.Output * Taps * GroupChannels * Filters;

    public static ConvolutionShape Of(Conv2DKind kind, TensorShape image) => new(
        image[0], image[1], image.Channels, kind.Filters, kind.Groups, kind.WindowOver(image));

    /// <summary>Each channel a group of its own, with as many filters as the multiplier says.</summary>
    public static ConvolutionShape Of(DepthwiseConv2DKind kind, TensorShape image) => new(
        image[0], image[1], image.Channels, image.Channels * kind.DepthMultiplier, image.Channels,
        kind.WindowOver(image));

    public static ConvolutionShape Of(DenseKind kind, TensorShape vector) => new(
        1, 1, vector.Channels, kind.Units, 1,
        Window2D.Of(new TensorShape(1, 1, vector.Channels), Size2D.One, Size2D.One, Size2D.One, Padding.Valid));
}
