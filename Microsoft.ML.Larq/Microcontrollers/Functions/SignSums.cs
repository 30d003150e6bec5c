using Microsoft.ML.Larq.Microcontrollers.Text;

namespace Microsoft.ML.Larq.Microcontrollers.Functions;

/// <summary>Sums of signs times signs, which are whole numbers.</summary>
internal static class SignSums
{
    /// <summary>How many bits of a word are 1.</summary>
    public static CFunction Ones { get; } = new("""
        static int32_t @ones(uint32_t x)
        {
        #if defined(__GNUC__) && (defined(__POPCNT__) || defined(__aarch64__) || defined(__riscv_zbb))
            return (int32_t)__builtin_popcountl(x);
        #else
            x -= (x >> 1) & 0x55555555u;
            x = (x & 0x33333333u) + ((x >> 2) & 0x33333333u);
            x = (x + (x >> 4)) & 0x0f0f0f0fu;
            return (int32_t)(((x * 0x01010101u) & 0xffffffffu) >> 24);
        #endif
        }
        """);

    private static readonly CFunction Kernel = new("""
        typedef struct {
            const @shape *shape;
            const uint32_t *weights;
            int32_t pad, planes, plane_words;
        } @signs;
        typedef int32_t (*@sum)(const @signs *, const uint32_t *, int32_t, int32_t, int32_t);
        """, Shapes.Shape);

    /// <summary>Filter by filter, tap by tap a run of channels.</summary>
    public static CFunction Sum { get; } = new("""
        static int32_t @sum_outside(const @signs *k, const uint32_t *weights, @taps rows, @taps columns, int32_t run)
        {
            const @shape *s = k->shape;
            int32_t sum = 0;
            for (int32_t i = 0; i < s->kernel_height; i++) {
                for (int32_t j = 0; j < s->kernel_width; j++, weights += run) {
                    if (i >= rows.first && i < rows.end && j >= columns.first && j < columns.end) continue;
                    sum += s->channels / s->groups;
                    for (int32_t w = 0; w < run; w++) sum -= 2 * @ones(weights[w]);
                }
            }
            return k->pad * sum;
        }

        static int32_t @sum_runs(const @signs *k, const uint32_t *image, int32_t y, int32_t x, int32_t filter)
        {
            const @shape *s = k->shape;
            @taps rows = @inside(y * s->stride_y - s->before_y, s->kernel_height, s->dilation_y, s->height);
            @taps columns = @inside(x * s->stride_x - s->before_x, s->kernel_width, s->dilation_x, s->width);
            int32_t channels = s->channels / s->groups, run = (channels + 31) / 32;
            int32_t group = filter / (s->filters / s->groups), different = 0;
            int32_t inside = (rows.end - rows.first) * (columns.end - columns.first);
            const uint32_t *weights = k->weights + (size_t)(filter * s->kernel_height * s->kernel_width) * (size_t)run;
            for (int32_t i = rows.first, row = rows.cell; i < rows.end; i++, row += s->dilation_y) {
                const uint32_t *weight = weights + (i * s->kernel_width + columns.first) * run;
                const uint32_t *signs = image + ((row * s->width + columns.cell) * s->groups + group) * run;
                for (int32_t j = columns.first; j < columns.end; j++, signs += s->dilation_x * s->groups * run)
                    for (int32_t w = 0; w < run; w++) different += @ones(signs[w] ^ *weight++);
            }
            different = inside * channels - 2 * different;
            if (k->pad == 0 || inside == s->kernel_height * s->kernel_width) return different;
            return different + @sum_outside(k, weights, rows, columns, run);
        }
        """, Ones, Kernel, Shapes.Inside);

    /// <summary>Depthwise: tap by tap a run of filters, of which each reads one channel.</summary>
    public static CFunction Depthwise { get; } = new("""
        static int32_t @sum_channel(const @signs *k, const uint32_t *image, int32_t y, int32_t x, int32_t filter)
        {
            const @shape *s = k->shape;
            int32_t channel = filter / (s->filters / s->channels), sum = 0;
            int32_t run = (s->channels + 31) / 32, line = (s->filters + 31) / 32;
            const uint32_t *weights = k->weights;
            for (int32_t i = 0; i < s->kernel_height; i++) {
                for (int32_t j = 0; j < s->kernel_width; j++, weights += line) {
                    int32_t pixel = @pixel(s, y, x, i, j);
                    int32_t sign = 1 - 2 * (int32_t)((weights[filter / 32] >> (filter % 32)) & 1u);
                    if (pixel >= 0) {
                        const uint32_t *signs = image + (size_t)pixel * (size_t)run;
                        sum += ((signs[channel / 32] >> (channel % 32)) & 1u) != 0 ? -sign : sign;
                    } else {
                        sum += k->pad * sign;
                    }
                }
            }
            return sum;
        }
        """, Kernel, Shapes.Pixel);

    private static readonly CFunction Planes = new("""
        static int32_t @sum_planes(
            const @signs *k, @sum sum, const uint32_t *image, int32_t y, int32_t x, int32_t filter)
        {
            int32_t total = 0, worth = 1;
            for (int32_t plane = 0; plane < k->planes; plane++, worth *= 2, image += k->plane_words)
                total += worth * sum(k, image, y, x, filter);
            return total;
        }
        """, Kernel);

    /// <summary>The sums, finished, in numbers.</summary>
    public static CFunction ToNumbers { get; } = new("""
        static void @signs_to_numbers(
            const @signs *k, @sum sum, const uint32_t *image, const @finish *how, const float *shortcut, float *out)
        {
            for (int32_t y = 0; y < k->shape->rows; y++) {
                for (int32_t x = 0; x < k->shape->columns; x++) {
                    for (int32_t f = 0; f < k->shape->filters; f++) {
                        float number = @finished((float)@sum_planes(k, sum, image, y, x, f), how, f);
                        if (shortcut) number += *shortcut++;
                        *out++ = number;
                    }
                }
            }
        }
        """, Planes, Finishes.Finish);

    /// <summary>Their signs: -1 below a filter's threshold, turned round where its bit says so.</summary>
    public static CFunction ToSigns { get; } = new("""
        static void @signs_to_signs(
            const @signs *k, @sum sum, const uint32_t *image, const int32_t *least, const uint32_t *turned,
            uint32_t *out)
        {
            int32_t run = (k->shape->filters + 31) / 32;
            for (int32_t y = 0; y < k->shape->rows; y++) {
                for (int32_t x = 0; x < k->shape->columns; x++, out += run) {
                    for (int32_t w = 0; w < run; w++) out[w] = 0;
                    for (int32_t f = 0; f < k->shape->filters; f++) {
                        uint32_t below = @sum_planes(k, sum, image, y, x, f) < least[f] ? 1u : 0u;
                        out[f / 32] |= (below ^ ((turned[f / 32] >> (f % 32)) & 1u)) << (f % 32);
                    }
                }
            }
        }
        """, Planes);
}
