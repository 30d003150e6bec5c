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
}
