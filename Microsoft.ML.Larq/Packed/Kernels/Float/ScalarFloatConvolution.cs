using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Packed.Kernels.RealBySigns;

namespace Microsoft.ML.Larq.Packed.Kernels.Float;

/// <summary>
/// Convolves numbers with numbers; with signs where a filter reads one channel, else see
/// <see cref="ScalarSignConvolution"/>.
/// </summary>
/// <remarks>
/// Order of each sum: from 0, over kernel row, kernel column, channel, in single precision, no fused multiply-add.
/// Single precision because that is what training computes in; doubles would be nearer to the truth, not to training.
/// A tap outside the image is left out for pad 0, even if its weight is infinite; otherwise it adds pad·weight.
/// </remarks>
internal static class ScalarFloatConvolution
{
    public const string Name = nameof(ScalarFloatConvolution);

    /// <summary>The sums for every output pixel and filter.</summary>
    /// <param name="shape">The geometry.</param>
    /// <param name="input">Row-major (height, width, channels).</param>
    /// <param name="kernel">The weights.</param>
    /// <param name="pad">What lies around the image.</param>
    /// <param name="sums">Row-major (height', width', filters).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TKernel>(
        ConvolutionShape shape, ReadOnlySpan<float> input, TKernel kernel, float pad, Span<float> sums)
        where TKernel : struct, IKernelRows
    {
        sums.Clear();
        for (var y = 0; y < shape.Window.Rows.Output; y++)
        {
            var rows = TapRange.Row(shape.Window, y, shape.Height);
            for (var x = 0; x < shape.Window.Columns.Output; x++)
            {
                var columns = TapRange.Column(shape.Window, x, shape.Width);
                Pixel(shape, input, kernel, pad, rows, columns, sums[..shape.Filters]);
                sums = sums[shape.Filters..];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixel<TKernel>(
        ConvolutionShape shape, ReadOnlySpan<float> input, TKernel kernel, float pad,
        TapRange rows, TapRange columns, Span<float> sums)
        where TKernel : struct, IKernelRows
    {
        var (height, width) = shape.Window.Kernel;
        for (var row = 0; row < height; row++)
        {
            var inside = row >= rows.First && row < rows.End;
            for (var column = 0; column < width; column++)
            {
                var tap = (row * width) + column;
                if (inside && column >= columns.First && column < columns.End)
                {
                    var pixel = (rows.Cell(row) * shape.Width) + columns.Cell(column);
                    Tap(shape, input.Slice(pixel * shape.Channels, shape.Channels), kernel, tap, sums);
                }
                else if (pad != 0)
                {
                    Border(shape, kernel, pad, tap, sums);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tap<TKernel>(
        ConvolutionShape shape, ReadOnlySpan<float> pixel, TKernel kernel, int tap, Span<float> sums)
        where TKernel : struct, IKernelRows
    {
        var (channels, filters) = (shape.GroupChannels, shape.GroupFilters);
        for (var i = 0; i < pixel.Length; i++)
        {
            var (group, channel) = Math.DivRem(i, channels);
            var first = group * filters;
            kernel.Accumulate((tap * channels) + channel, first, pixel[i], sums.Slice(first, filters));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Border<TKernel>(ConvolutionShape shape, TKernel kernel, float pad, int tap, Span<float> sums)
        where TKernel : struct, IKernelRows
    {
        for (var channel = 0; channel < shape.GroupChannels; channel++)
            kernel.Accumulate((tap * shape.GroupChannels) + channel, 0, pad, sums);
    }
}
