using Microsoft.ML.Larq.Microcontrollers.Text;

namespace Microsoft.ML.Larq.Microcontrollers.Functions;

/// <summary>The geometry of windows.</summary>
internal static class Shapes
{
    /// <summary>A window over an image.</summary>
    public static CFunction Shape { get; } = new("""
        typedef struct {
            int32_t height, width, channels, filters, groups;
            int32_t rows, columns, kernel_height, kernel_width;
            int32_t stride_y, stride_x, dilation_y, dilation_x, before_y, before_x;
        } @shape;
        """);

    /// <summary>A pixel under a tap of the window; -1 outside the image.</summary>
    public static CFunction Pixel { get; } = new("""
        static int32_t @pixel(const @shape *s, int32_t y, int32_t x, int32_t i, int32_t j)
        {
            int32_t row = y * s->stride_y - s->before_y + i * s->dilation_y;
            int32_t column = x * s->stride_x - s->before_x + j * s->dilation_x;
            if (row < 0 || row >= s->height || column < 0 || column >= s->width) return -1;
            return row * s->width + column;
        }
        """, Shape);

    /// <summary>For a pixel, the taps of the window that lie inside the image, and the cell under the first.</summary>
    public static CFunction Inside { get; } = new("""
        typedef struct {
            int32_t first, end, cell;
        } @taps;

        static @taps @inside(int32_t start, int32_t kernel, int32_t step, int32_t length)
        {
            @taps taps;
            taps.first = start < 0 ? (-start - 1) / step + 1 : 0;
            if (taps.first > kernel) taps.first = kernel;
            taps.end = start < length ? (length - start - 1) / step + 1 : 0;
            if (taps.end > kernel) taps.end = kernel;
            if (taps.end < taps.first) taps.end = taps.first;
            taps.cell = start + taps.first * step;
            return taps;
        }
        """);
}
