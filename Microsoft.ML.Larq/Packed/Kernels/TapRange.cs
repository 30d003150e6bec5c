using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Packed.Kernels;

/// <summary>Where a window's taps along one axis fall for one output: tap t reads cell Start + t·Step.</summary>
/// <param name="Start">Cell of tap 0; negative in the padding.</param>
/// <param name="Step">Cells from one tap to the next.</param>
/// <param name="First">The first tap inside the image.</param>
/// <param name="End">One more than the last tap inside; equal to <paramref name="First"/> when none is.</param>
internal readonly record struct TapRange(int Start, int Step, int First, int End)
{
    public int Count => End - First;

    public int Cell(int tap) => Start + (tap * Step);

    /// <summary>Of every output row.</summary>
    public static TapRange[] Rows(ConvolutionShape shape) =>
        [.. Enumerable.Range(0, shape.Window.Rows.Output).Select(y => Row(shape.Window, y, shape.Height))];

    /// <summary>Of every output column.</summary>
    public static TapRange[] Columns(ConvolutionShape shape) =>
        [.. Enumerable.Range(0, shape.Window.Columns.Output).Select(x => Column(shape.Window, x, shape.Width))];

    public static TapRange Row(in Window2D window, int output, int height) => Of(
        (output * window.Strides.Height) - window.Rows.Before, window.Kernel.Height, window.Dilation.Height, height);

    public static TapRange Column(in Window2D window, int output, int width) => Of(
        (output * window.Strides.Width) - window.Columns.Before, window.Kernel.Width, window.Dilation.Width, width);

    private static TapRange Of(int start, int kernel, int step, int length)
    {
        var first = Math.Min(TapsBefore(-start, step), kernel);
        var end = Math.Clamp(TapsBefore(length - start, step), first, kernel);
        return new TapRange(start, step, first, end);
    }

    // Taps t ≥ 0 with t·step < distance: ⌈distance / step⌉.
    private static int TapsBefore(int distance, int step) => distance <= 0 ? 0 : ((distance - 1) / step) + 1;
}
