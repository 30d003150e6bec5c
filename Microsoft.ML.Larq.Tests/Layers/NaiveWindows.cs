namespace Microsoft.ML.Larq.Tests.Layers;

/// <summary>Windowed operations as nested loops over doubles, row-major (rows, channels, height, width).</summary>
internal static class NaiveWindows
{
    public sealed record Geometry(
        (int Height, int Width) Size, (int Height, int Width) Strides, (int Height, int Width) Dilation, bool Same);

    /// <summary>Convolution in groups; cells outside the input have <paramref name="padValue"/>.</summary>
    public static double[] Convolve(
        double[] input, int[] shape, double[] kernel, int filters, int groups, double[]? bias, double padValue,
        Geometry geometry)
    {
        var (channels, filtersInGroup) = (shape[1] / groups, filters / groups);
        var sums = new List<double>();
        ForEachWindow(shape, filters, geometry, (row, filter, cells) =>
        {
            double sum = bias?[filter] ?? 0;
            for (var c = 0; c < channels; c++)
            {
                var plane = filter / filtersInGroup * channels + c;
                for (var k = 0; k < cells.Length; k++)
                {
                    var weight = kernel[((filter * channels) + c) * cells.Length + k];
                    sum += weight * (At(input, shape, row, plane, cells[k]) ?? padValue);
                }
            }

            sums.Add(sum);
        });
        return [.. sums];
    }

    /// <summary>Folds the real cells of each window.</summary>
    public static double[] Pool(double[] input, int[] shape, Geometry geometry, Func<IEnumerable<double>, double> fold)
    {
        var folded = new List<double>();
        ForEachWindow(shape, shape[1], geometry, (row, channel, cells) => folded.Add(fold(
            cells.Select(cell => At(input, shape, row, channel, cell)).OfType<double>())));
        return [.. folded];
    }

    private static void ForEachWindow(
        int[] shape, int channels, Geometry geometry, Action<int, int, (int Y, int X)[]> visit)
    {
        var (outY, topY) = Axis(shape[2], geometry.Size.Height, geometry.Strides.Height, geometry.Dilation.Height);
        var (outX, topX) = Axis(shape[3], geometry.Size.Width, geometry.Strides.Width, geometry.Dilation.Width);
        var windows =
            from row in Enumerable.Range(0, shape[0])
            from channel in Enumerable.Range(0, channels)
            from y in Enumerable.Range(0, outY)
            from x in Enumerable.Range(0, outX)
            select (row, channel, y, x);
        foreach (var (row, channel, y, x) in windows)
        {
            var cells =
                from ky in Enumerable.Range(0, geometry.Size.Height)
                from kx in Enumerable.Range(0, geometry.Size.Width)
                select ((y * geometry.Strides.Height) - topY + (ky * geometry.Dilation.Height),
                    (x * geometry.Strides.Width) - topX + (kx * geometry.Dilation.Width));
            visit(row, channel, [.. cells]);
        }

        (int Output, int Before) Axis(int size, int window, int stride, int dilation)
        {
            var reach = ((window - 1) * dilation) + 1;
            if (!geometry.Same)
                return (((size - reach) / stride) + 1, 0);
            var output = (int)Math.Ceiling((double)size / stride);
            return (output, Math.Max(((output - 1) * stride) + reach - size, 0) / 2);
        }
    }

    private static double? At(double[] input, int[] shape, int row, int channel, (int Y, int X) cell) =>
        cell.Y < 0 || cell.X < 0 || cell.Y >= shape[2] || cell.X >= shape[3]
            ? null
            : input[((((row * shape[1]) + channel) * shape[2]) + cell.Y) * shape[3] + cell.X];
}
