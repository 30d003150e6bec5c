using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Packed.Kernels.Pointwise;

/// <summary>Pools windows of an image, channel by channel; cells outside the image take no part.</summary>
/// <remarks>
/// Window cells are taken by row, then column. A mean is their sum in single precision in that order, from the first
/// cell on, divided once by their number. A NaN in a window makes maximum and mean NaN.
/// </remarks>
internal static unsafe class WindowPooling
{
    public static void Max(Window2D window, TensorShape image, ReadOnlySpan<float> input, Span<float> output) =>
        Run<Maximum>(window, image, input, output);

    public static void Average(Window2D window, TensorShape image, ReadOnlySpan<float> input, Span<float> output) =>
        Run<Mean>(window, image, input, output);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TPool>(Window2D window, TensorShape image, ReadOnlySpan<float> input, Span<float> output)
        where TPool : struct, IPool
    {
        var (height, width, channels) = (image[0], image[1], image[2]);
        fixed (float* from = input, to = output)
        {
            var pixel = to;
            for (var y = 0; y < window.Rows.Output; y++)
            {
                var rows = TapRange.Row(window, y, height);
                for (var x = 0; x < window.Columns.Output; x++, pixel += channels)
                {
                    var columns = TapRange.Column(window, x, width);
                    var first = ((nint)rows.Cell(rows.First) * width) + columns.Cell(columns.First);
                    var cells = new Cells(
                        from + (first * channels), rows.Count, (nint)rows.Step * width * channels,
                        columns.Count, (nint)columns.Step * channels);
                    Pool<TPool>(cells, pixel, channels);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pool<TPool>(in Cells cells, float* pixel, int channels)
        where TPool : struct, IPool
    {
        var i = 0;
        for (; i <= channels - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var sum = Vector256.Load(cells.First + i);
            var line = cells.First + i;
            for (var row = 0; row < cells.Rows; row++, line += cells.NextRow)
            {
                var cell = line;
                for (var column = 0; column < cells.Columns; column++, cell += cells.NextColumn)
                {
                    if (row + column > 0) sum = TPool.Add(sum, Vector256.Load(cell));
                }
            }

            TPool.Finish(sum, cells.Rows * cells.Columns).Store(pixel + i);
        }

        for (; i < channels; i++)
        {
            var sum = cells.First[i];
            for (var cell = 1; cell < cells.Rows * cells.Columns; cell++)
            {
                var (row, column) = Math.DivRem(cell, cells.Columns);
                sum = TPool.Add(sum, cells.First[(row * cells.NextRow) + (column * cells.NextColumn) + i]);
            }

            pixel[i] = TPool.Finish(sum, cells.Rows * cells.Columns);
        }
    }

    /// <summary>The cells of a window that lie inside the image.</summary>
    private readonly struct Cells(float* first, int rows, nint nextRow, int columns, nint nextColumn)
    {
        public readonly float* First = first;
        public readonly int Rows = rows;
        public readonly nint NextRow = nextRow;
        public readonly int Columns = columns;
        public readonly nint NextColumn = nextColumn;
    }

    private interface IPool
    {
        static abstract float Add(float sum, float cell);

        static abstract Vector256<float> Add(Vector256<float> sums, Vector256<float> cells);

        static abstract float Finish(float sum, int cells);

        static abstract Vector256<float> Finish(Vector256<float> sums, int cells);
    }

    private readonly struct Maximum : IPool
    {
        public static float Add(float sum, float cell) => MathF.Max(sum, cell);

        public static Vector256<float> Add(Vector256<float> sums, Vector256<float> cells) => Vector256.Max(sums, cells);

        public static float Finish(float sum, int cells) => sum;

        public static Vector256<float> Finish(Vector256<float> sums, int cells) => sums;
    }

    private readonly struct Mean : IPool
    {
        public static float Add(float sum, float cell) => sum + cell;

        public static Vector256<float> Add(Vector256<float> sums, Vector256<float> cells) => sums + cells;

        public static float Finish(float sum, int cells) => sum / cells;

        public static Vector256<float> Finish(Vector256<float> sums, int cells) =>
            sums / Vector256.Create((float)cells);
    }
}
