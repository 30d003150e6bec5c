using Microsoft.ML.Larq.Microcontrollers.Text;

namespace Microsoft.ML.Larq.Microcontrollers.Functions;

/// <summary>Sums of numbers times numbers or signs, in the order in which the packed engine takes them.</summary>
internal static class NumberSums
{
    /// <summary>By kernel row, kernel column, channel; outside the image nothing for pad 0.</summary>
    public static CFunction Numbers { get; } = new("""
        static void @numbers_to_numbers(
            const @shape *s, const float *image, const float *weights, float pad, const @finish *how,
            const float *shortcut, float *out)
        {
            int32_t channels = s->channels / s->groups;
            for (int32_t y = 0; y < s->rows; y++) {
                for (int32_t x = 0; x < s->columns; x++) {
                    for (int32_t f = 0; f < s->filters; f++) {
                        int32_t first = f / (s->filters / s->groups) * channels;
                        const float *weight = weights + f;
                        float sum = 0.0f;
                        for (int32_t i = 0; i < s->kernel_height; i++) {
                            for (int32_t j = 0; j < s->kernel_width; j++) {
                                int32_t pixel = @pixel(s, y, x, i, j);
                                const float *from = image + (pixel < 0 ? 0 : (size_t)(pixel * s->channels + first));
                                for (int32_t c = 0; c < channels; c++, weight += s->filters) {
                                    float product = (pixel < 0 ? pad : from[c]) * *weight;
                                    if (pixel >= 0 || pad != 0.0f) sum += product;
                                }
                            }
                        }
                        sum = @finished(sum, how, f);
                        if (shortcut) sum += *shortcut++;
                        *out++ = sum;
                    }
                }
            }
        }
        """, Shapes.Pixel, Finishes.Finish);

    /// <summary>The same of one channel with signs.</summary>
    public static CFunction Depthwise { get; } = new("""
        static void @channels_by_signs(
            const @shape *s, const float *image, const uint32_t *weights, float pad, const @finish *how,
            const float *shortcut, float *out)
        {
            int32_t line = (s->filters + 31) / 32;
            for (int32_t y = 0; y < s->rows; y++) {
                for (int32_t x = 0; x < s->columns; x++) {
                    for (int32_t f = 0; f < s->filters; f++) {
                        int32_t channel = f / (s->filters / s->channels);
                        const uint32_t *signs = weights;
                        float sum = 0.0f;
                        for (int32_t i = 0; i < s->kernel_height; i++) {
                            for (int32_t j = 0; j < s->kernel_width; j++, signs += line) {
                                int32_t pixel = @pixel(s, y, x, i, j);
                                float number = pixel < 0 ? pad : image[pixel * s->channels + channel];
                                if (pixel < 0 && pad == 0.0f) continue;
                                sum += ((signs[f / 32] >> (f % 32)) & 1u) != 0 ? -number : number;
                            }
                        }
                        sum = @finished(sum, how, f);
                        if (shortcut) sum += *shortcut++;
                        *out++ = sum;
                    }
                }
            }
        }
        """, Shapes.Pixel, Finishes.Finish);

    /// <summary>By groups of four inputs, (a + b) + (c + d); patches are put together, filled up with 0.</summary>
    public static CFunction BySigns { get; } = new("""
        static void @gather(
            const @shape *s, const float *image, float pad, int32_t y, int32_t x, int32_t group, float *patch)
        {
            int32_t channels = s->channels / s->groups;
            int32_t rest = (4 - s->kernel_height * s->kernel_width * channels % 4) % 4;
            for (int32_t i = 0; i < s->kernel_height; i++) {
                for (int32_t j = 0; j < s->kernel_width; j++) {
                    int32_t pixel = @pixel(s, y, x, i, j);
                    for (int32_t c = 0; c < channels; c++)
                        *patch++ = pixel < 0 ? pad : image[pixel * s->channels + group * channels + c];
                }
            }
            while (rest-- > 0) *patch++ = 0.0f;
        }

        static void @numbers_by_signs(
            const @shape *s, const float *image, const uint32_t *weights, float pad, const @finish *how,
            const float *shortcut, float *patch, float *out)
        {
            int32_t inputs = s->kernel_height * s->kernel_width * (s->channels / s->groups);
            int32_t line = (inputs + 31) / 32, filters = s->filters / s->groups;
            for (int32_t y = 0; y < s->rows; y++) {
                for (int32_t x = 0; x < s->columns; x++) {
                    for (int32_t f = 0; f < s->filters; f++) {
                        const uint32_t *signs = weights + (size_t)f * (size_t)line;
                        float sum = 0.0f;
                        if (f % filters == 0) @gather(s, image, pad, y, x, f / filters, patch);
                        for (int32_t i = 0; i < inputs; i += 4) {
                            uint32_t four = signs[i / 32] >> (i % 32);
                            float first = (four & 1u) != 0 ? -patch[i] : patch[i];
                            float second = (four & 4u) != 0 ? -patch[i + 2] : patch[i + 2];
                            first += (four & 2u) != 0 ? -patch[i + 1] : patch[i + 1];
                            second += (four & 8u) != 0 ? -patch[i + 3] : patch[i + 3];
                            first += second;
                            sum += first;
                        }
                        sum = @finished(sum, how, f);
                        if (shortcut) sum += *shortcut++;
                        *out++ = sum;
                    }
                }
            }
        }
        """, Shapes.Pixel, Finishes.Finish);
}
