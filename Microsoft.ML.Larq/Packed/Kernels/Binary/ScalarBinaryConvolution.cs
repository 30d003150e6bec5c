using System.Numerics;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>Convolves signs with signs: exact integer sums.</summary>
/// <remarks>
/// bit 1 means −1, so for K products  Σ aᵢbᵢ = (#equal) − (#different) = K − 2·popcount(a ⊕ b).
/// Unused tail bits are 0 in both operands and are never counted. A tap outside the image adds pad·Σ(its weights):
/// exactly nothing for pad 0. |sum| ≤ K &lt; 2³¹ because a kernel has fewer weights than that.
/// </remarks>
internal static class ScalarBinaryConvolution
{
    public const string Name = nameof(ScalarBinaryConvolution);

    /// <summary>The sums for every output pixel and filter.</summary>
    /// <param name="shape">The geometry.</param>
    /// <param name="input">For every pixel and group a run of signs.</param>
    /// <param name="kernel">The weights.</param>
    /// <param name="sums">Row-major (height', width', filters).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ConvolutionShape shape, ReadOnlySpan<ulong> input, BinaryKernel kernel, Span<float> sums)
    {
        var next = 0;
        for (var y = 0; y < shape.Window.Rows.Output; y++)
        {
            var rows = TapRange.Row(shape.Window, y, shape.Height);
            for (var x = 0; x < shape.Window.Columns.Output; x++)
            {
                var columns = TapRange.Column(shape.Window, x, shape.Width);
                for (var filter = 0; filter < shape.Filters; filter++)
                {
                    var sum = Inside(shape, input, kernel, filter, rows, columns);
                    if (kernel.Pad != 0) sum += kernel.Pad * Outside(shape, kernel, filter, rows, columns);
                    sums[next++] = sum;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Inside(
        ConvolutionShape shape, ReadOnlySpan<ulong> input, BinaryKernel kernel, int filter,
        TapRange rows, TapRange columns)
    {
        var run = Bits.Words(shape.GroupChannels);
        var group = filter / shape.GroupFilters;
        var different = 0;
        for (var row = rows.First; row < rows.End; row++)
        {
            for (var column = columns.First; column < columns.End; column++)
            {
                var pixel = (rows.Cell(row) * shape.Width) + columns.Cell(column);
                var signs = input.Slice(((pixel * shape.Groups) + group) * run, run);
                different += Different(signs, kernel.Tap(filter, (row * shape.Window.Kernel.Width) + column));
            }
        }

        // Not 2·different, which could overflow where the result does not.
        return (rows.Count * columns.Count * shape.GroupChannels) - different - different;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Outside(
        ConvolutionShape shape, BinaryKernel kernel, int filter, TapRange rows, TapRange columns)
    {
        var (height, width) = shape.Window.Kernel;
        if (rows.Count == height && columns.Count == width) return 0;
        var sum = 0;
        for (var row = 0; row < height; row++)
        {
            var inside = row >= rows.First && row < rows.End;
            for (var column = 0; column < width; column++)
            {
                if (!inside || column < columns.First || column >= columns.End)
                    sum += kernel.TapSum(filter, (row * width) + column);
            }
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Different(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        var different = 0;
        for (var i = 0; i < a.Length; i++) different += BitOperations.PopCount(a[i] ^ b[i]);
        return different;
    }
}
