using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed;

/// <summary>Pools windows of an image, channel by channel; cells outside the image take no part.</summary>
/// <remarks>
/// Window cells are taken by row, then column. A mean is their sum in single precision in that order, from the first
/// cell on, divided once by their number. A NaN in a window makes maximum and mean NaN.
/// </remarks>
internal static class WindowPooling
{
    public static void Max(Window2D window, TensorShape image, ReadOnlySpan<float> input, Span<float> output) =>
        Run<Maximum>(window, image, input, output);

    public static void Average(Window2D window, TensorShape image, ReadOnlySpan<float> input, Span<float> output) =>
        Run<Mean>(window, image, input, output);

    private static void Run<TPool>(Window2D window, TensorShape image, ReadOnlySpan<float> input, Span<float> output)
        where TPool : struct, IPool
    {
        var (height, width, channels) = (image[0], image[1], image[2]);
        for (var y = 0; y < window.Rows.Output; y++)
        {
            var rows = TapRange.Row(window, y, height);
            for (var x = 0; x < window.Columns.Output; x++)
            {
                var columns = TapRange.Column(window, x, width);
                var pixel = output[..channels];
                output = output[channels..];
                for (var row = rows.First; row < rows.End; row++)
                {
                    for (var column = columns.First; column < columns.End; column++)
                    {
                        var cell = input.Slice(((rows.Cell(row) * width) + columns.Cell(column)) * channels, channels);
                        if (row == rows.First && column == columns.First)
                        {
                            cell.CopyTo(pixel);
                            continue;
                        }

                        Add<TPool>(pixel, cell);
                    }
                }

                var cells = rows.Count * columns.Count;
                for (var c = 0; c < channels; c++) pixel[c] = TPool.Finish(pixel[c], cells);
            }
        }
    }

    private static void Add<TPool>(Span<float> sums, ReadOnlySpan<float> cells)
        where TPool : struct, IPool
    {
        ref var to = ref MemoryMarshal.GetReference(sums);
        ref var from = ref MemoryMarshal.GetReference(cells);
        var i = 0;
        for (; i <= sums.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var sum = Vector256.LoadUnsafe(ref to, (nuint)i);
            TPool.Add(sum, Vector256.LoadUnsafe(ref from, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < sums.Length; i++) sums[i] = TPool.Add(sums[i], cells[i]);
    }

    private interface IPool
    {
        static abstract float Add(float sum, float cell);

        static abstract Vector256<float> Add(Vector256<float> sums, Vector256<float> cells);

        static abstract float Finish(float sum, int cells);
    }

    private readonly struct Maximum : IPool
    {
        public static float Add(float sum, float cell) => MathF.Max(sum, cell);

        public static Vector256<float> Add(Vector256<float> sums, Vector256<float> cells) => Vector256.Max(sums, cells);

        public static float Finish(float sum, int cells) => sum;
    }

    private readonly struct Mean : IPool
    {
        public static float Add(float sum, float cell) => sum + cell;

        public static Vector256<float> Add(Vector256<float> sums, Vector256<float> cells) => sums + cells;

        public static float Finish(float sum, int cells) => sum / cells;
    }
}
