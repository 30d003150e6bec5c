using Microsoft.ML.Larq.Microcontrollers.Text;

namespace Microsoft.ML.Larq.Microcontrollers.Functions;

/// <summary>Layers that are a convolution of their own at every place.</summary>
internal static class Places
{
    // The geometry of the window at one place, whose single output begins there; cells before it are padding below 0.
    private static readonly CFunction At = new("""
        static @shape @at(const @shape *s, int32_t y, int32_t x)
        {
            @shape at = *s;
            at.rows = 1;
            at.columns = 1;
            at.before_y = -y * s->stride_y;
            at.before_x = -x * s->stride_x;
            return at;
        }

        static @finish @then(const @finish *how, int32_t place, int32_t filters)
        {
            @finish then = *how;
            if (how->centers) then.centers += place * filters;
            if (how->bias) then.bias += place * filters;
            return then;
        }
        """, Shapes.Shape, Finishes.Finish);

    public static CFunction Signs { get; } = new("""
        static void @signs_at_places(
            const @signs *k, @sum sum, const uint32_t *image, int32_t words, const @finish *how, const float *shortcut,
            float *out)
        {
            const @shape *s = k->shape;
            for (int32_t place = 0; place < s->rows * s->columns; place++, out += s->filters) {
                @shape at = @at(s, place / s->columns, place % s->columns);
                @finish then = @then(how, place, s->filters);
                @signs here = *k;
                here.shape = &at;
                here.weights += place * words;
                @signs_to_numbers(&here, sum, image, &then, shortcut, out);
                if (shortcut) shortcut += s->filters;
            }
        }
        """, SignSums.ToNumbers, At);

    public static CFunction Numbers { get; } = new("""
        static void @numbers_at_places(
            const @shape *s, const float *image, const float *weights, int32_t numbers, const @finish *how,
            const float *shortcut, float *out)
        {
            for (int32_t place = 0; place < s->rows * s->columns; place++, out += s->filters, weights += numbers) {
                @shape at = @at(s, place / s->columns, place % s->columns);
                @finish then = @then(how, place, s->filters);
                @numbers_to_numbers(&at, image, weights, 0.0f, &then, shortcut, out);
                if (shortcut) shortcut += s->filters;
            }
        }
        """, NumberSums.Numbers, At);

    public static CFunction BySigns { get; } = new("""
        static void @numbers_by_signs_at_places(
            const @shape *s, const float *image, const uint32_t *weights, int32_t words, const @finish *how,
            const float *shortcut, float *patch, float *out)
        {
            for (int32_t place = 0; place < s->rows * s->columns; place++, out += s->filters, weights += words) {
                @shape at = @at(s, place / s->columns, place % s->columns);
                @finish then = @then(how, place, s->filters);
                @numbers_by_signs(&at, image, weights, 0.0f, &then, shortcut, patch, out);
                if (shortcut) shortcut += s->filters;
            }
        }
        """, NumberSums.BySigns, At);
}
