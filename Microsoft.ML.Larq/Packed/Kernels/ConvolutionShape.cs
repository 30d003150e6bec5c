using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Packed.Kernels;

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

    /// <summary>Of an image, or of a sequence taken for an image of one row.</summary>
    public static ConvolutionShape Of(ConvolutionKind kind, TensorShape input, int filters, int groups) => new(
        input.Rank == 2 ? 1 : input[input.Rank - 3], input[input.Rank - 2], input.Channels, filters, groups,
        kind.WindowOver(input));

    /// <summary>Each channel a group of its own, with as many filters as the multiplier says.</summary>
    public static ConvolutionShape Depthwise(ConvolutionKind kind, TensorShape input, int multiplier) =>
        Of(kind, input, input.Channels * multiplier, input.Channels);

    /// <summary>A window of one cell over what another convolution gives.</summary>
    public ConvolutionShape Pointwise(int filters)
    {
        var (rows, columns) = (Window.Rows.Output, Window.Columns.Output);
        return new(
            rows, columns, Filters, filters, 1,
            new Window2D(new(rows, 0, 0), new(columns, 0, 0), Size2D.One, Size2D.One, Size2D.One));
    }

    public static ConvolutionShape Of(DenseLayer kind, TensorShape vector) => new(
        1, 1, vector.Channels, kind.Units, 1,
        Window2D.Of(new TensorShape(1, 1, vector.Channels), Size2D.One, Size2D.One, Size2D.One, PadMode.Valid));
}
