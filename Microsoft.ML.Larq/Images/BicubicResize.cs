namespace Microsoft.ML.Larq.Images;

/// <summary>The bicubic resize of TensorFlow 1, which the zoo's networks were trained with.</summary>
/// <remarks>
/// <para>
/// Output pixel i reads around i·(in/out): no half-pixel centres, no smoothing before shrinking. The four taps at a
/// distance d of the left middle one weigh k(1+d), k(d), k(1−d), k(2−d) with Keys' kernel at A = −0.75; beyond the edge
/// the edge's pixel counts. d is taken to the nearest 1024th, because TensorFlow looks the weights up in a table.
/// </para>
/// <para>Source: TensorFlow's <c>resize_bicubic_op.cc</c> without <c>half_pixel_centers</c>; Keys 1981.</para>
/// </remarks>
internal static class BicubicResize
{
    private const float A = -0.75f;
    private const int Steps = 1024;
    private const int Taps = 4;

    /// <summary>Resizes an image of interleaved channels.</summary>
    public static void Resize(
        ReadOnlySpan<float> image,
        int height,
        int width,
        int channels,
        Span<float> resized,
        int newHeight,
        int newWidth)
    {
        var rows = Axis(height, newHeight);
        var columns = Axis(width, newWidth);
        var line = new float[width * channels];
        for (var y = 0; y < newHeight; y++)
        {
            // Down first: a line of the image's width at the result's height; then along it.
            for (var i = 0; i < line.Length; i++)
            {
                var sum = 0f;
                for (var tap = 0; tap < Taps; tap++)
                {
                    var (row, weight) = rows[(y * Taps) + tap];
                    sum += image[(row * line.Length) + i] * weight;
                }

                line[i] = sum;
            }

            for (var x = 0; x < newWidth; x++)
            {
                for (var channel = 0; channel < channels; channel++)
                {
                    var sum = 0f;
                    for (var tap = 0; tap < Taps; tap++)
                    {
                        var (column, weight) = columns[(x * Taps) + tap];
                        sum += line[(column * channels) + channel] * weight;
                    }

                    resized[(((y * newWidth) + x) * channels) + channel] = sum;
                }
            }
        }
    }

    private static (int Place, float Weight)[] Axis(int size, int newSize)
    {
        var scale = size / (float)newSize;
        var taps = new (int, float)[newSize * Taps];
        for (var i = 0; i < newSize; i++)
        {
            var place = i * scale;
            var left = (int)MathF.Floor(place);
            var step = (int)MathF.Round((place - left) * Steps);
            for (var tap = 0; tap < Taps; tap++)
            {
                var distance = Math.Abs(tap - 1 - (step / (float)Steps));
                taps[(i * Taps) + tap] = (Math.Clamp(left + tap - 1, 0, size - 1), Kernel(distance));
            }
        }

        return taps;
    }

    private static float Kernel(float x) => x <= 1
        ? ((((A + 2) * x) - (A + 3)) * x * x) + 1
        : ((((A * x) - (5 * A)) * x) + (8 * A)) * x - (4 * A);
}
