using Microsoft.ML.Larq.Microcontrollers.Text;

namespace Microsoft.ML.Larq.Microcontrollers.Functions;

/// <summary>Windows without weights, and copies.</summary>
internal static class Windows
{
    /// <summary>Maximum, or sum divided once, of the cells of a window that lie inside the image.</summary>
    public static CFunction Pool { get; } = new("""
        static void @pool(const @shape *s, int32_t maximum, const float *image, float *out)
        {
            for (int32_t y = 0; y < s->rows; y++) {
                for (int32_t x = 0; x < s->columns; x++) {
                    for (int32_t c = 0; c < s->channels; c++) {
                        int32_t cells = 0;
                        float result = 0.0f;
                        for (int32_t i = 0; i < s->kernel_height; i++) {
                            for (int32_t j = 0; j < s->kernel_width; j++) {
                                int32_t pixel = @pixel(s, y, x, i, j);
                                float cell;
                                if (pixel < 0) continue;
                                cell = image[pixel * s->channels + c];
                                if (cells++ == 0) result = cell;
                                else if (maximum) result = @max(result, cell);
                                else result += cell;
                            }
                        }
                        *out++ = maximum ? result : result / (float)cells;
                    }
                }
            }
        }
        """, Shapes.Pixel, Finishes.Max);

    /// <summary>The maximum of signs; the minimum for channels whose bit says so.</summary>
    public static CFunction PoolSigns { get; } = new("""
        static void @pool_signs(const @shape *s, const uint32_t *minima, const uint32_t *image, uint32_t *out)
        {
            int32_t run = (s->channels + 31) / 32;
            for (int32_t y = 0; y < s->rows; y++) {
                for (int32_t x = 0; x < s->columns; x++) {
                    for (int32_t w = 0; w < run; w++) {
                        uint32_t turned = minima ? minima[w] : 0, all = 0xffffffffu;
                        for (int32_t i = 0; i < s->kernel_height; i++) {
                            for (int32_t j = 0; j < s->kernel_width; j++) {
                                int32_t pixel = @pixel(s, y, x, i, j);
                                if (pixel >= 0) all &= image[pixel * run + w] ^ turned;
                            }
                        }
                        *out++ = all ^ turned;
                    }
                }
            }
        }
        """, Shapes.Pixel);

    /// <summary>Lines of numbers from one place to another.</summary>
    public static CFunction Copy { get; } = new("""
        static void @copy(
            const float *in, int32_t lines, int32_t length, int32_t in_step, int32_t out_step, float *out)
        {
            for (int32_t i = 0; i < lines; i++, in += in_step, out += out_step)
                for (int32_t j = 0; j < length; j++) out[j] = in[j];
        }
        """);

    public static CFunction Zero { get; } = new("""
        static void @zero(int32_t length, float *out)
        {
            for (int32_t i = 0; i < length; i++) out[i] = 0.0f;
        }
        """);

    /// <summary>Every pixel so many times downwards and to the right.</summary>
    public static CFunction Repeat { get; } = new("""
        static void @repeat(
            const float *in, int32_t height, int32_t width, int32_t channels, int32_t down, int32_t right, float *out)
        {
            for (int32_t y = 0; y < height * down; y++)
                for (int32_t x = 0; x < width * right; x++)
                    for (int32_t c = 0; c < channels; c++)
                        *out++ = in[(y / down * width + x / right) * channels + c];
        }
        """);

    /// <summary>Every pixel between four; for each row and column two places and the second one's share.</summary>
    public static CFunction Bilinear { get; } = new("""
        static float @mix(float share, float first, float second)
        {
            first *= 1.0f - share;
            second *= share;
            return first + second;
        }

        static void @bilinear(
            const float *in, int32_t width, int32_t channels, const int32_t *rows, const float *row_shares,
            int32_t height_out, const int32_t *columns, const float *column_shares, int32_t width_out, float *out)
        {
            for (int32_t y = 0; y < height_out; y++) {
                const float *above = in + rows[2 * y] * width * channels;
                const float *below = in + rows[2 * y + 1] * width * channels;
                for (int32_t x = 0; x < width_out; x++) {
                    int32_t left = columns[2 * x] * channels, right = columns[2 * x + 1] * channels;
                    for (int32_t c = 0; c < channels; c++)
                        *out++ = @mix(
                            row_shares[y], @mix(column_shares[x], above[left + c], above[right + c]),
                            @mix(column_shares[x], below[left + c], below[right + c]));
                }
            }
        }
        """);
}
