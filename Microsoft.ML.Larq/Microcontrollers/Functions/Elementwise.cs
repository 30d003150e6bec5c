using Microsoft.ML.Larq.Microcontrollers.Text;

namespace Microsoft.ML.Larq.Microcontrollers.Functions;

/// <summary>What happens number by number.</summary>
internal static class Elementwise
{
    public static CFunction Activate { get; } = new("""
        static void @activate_all(const float *in, int32_t length, int32_t function, float alpha, float *out)
        {
            for (int32_t i = 0; i < length; i++) out[i] = @activate(function, in[i], alpha);
        }
        """, Finishes.Activate);

    public static CFunction Add { get; } = new("""
        static void @add(const float *a, const float *b, int32_t length, float *out)
        {
            for (int32_t i = 0; i < length; i++) out[i] = a[i] + b[i];
        }
        """);

    public static CFunction ScaleRows { get; } = new("""
        static void @scale_rows(
            const float *in, int32_t length, const float *scale, const float *offset, int32_t row, float *out)
        {
            for (int32_t i = 0; i < length; i++) {
                float product = in[i] * scale[i % row];
                out[i] = product + offset[i % row];
            }
        }
        """);

    public static CFunction MultiplyRows { get; } = new("""
        static void @multiply_rows(const float *in, int32_t length, const float *by, int32_t row, float *out)
        {
            for (int32_t i = 0; i < length; i++) out[i] = in[i] * by[i % row];
        }
        """);

    public static CFunction Leak { get; } = new("""
        static void @leak(const float *in, int32_t length, const float *slopes, int32_t row, float *out)
        {
            for (int32_t i = 0; i < length; i++) out[i] = in[i] > 0.0f ? in[i] : in[i] * slopes[i % row];
        }
        """);

    public static CFunction Negate { get; } = new("""
        static void @negate(const float *in, int32_t length, float *out)
        {
            for (int32_t i = 0; i < length; i++) out[i] = in[i] * -1.0f;
        }
        """);

    /// <summary>A tensor times another that repeats along some axes; the first one is copied.</summary>
    public static CFunction Multiply { get; } = new("""
        static void @multiply(
            const float *in, int32_t pixels, int32_t channels, const int32_t *lengths, const int32_t *steps,
            int32_t axes, int32_t repeats, int32_t copies, float *out)
        {
            for (int32_t pixel = 0; pixel < pixels; pixel++, out += channels) {
                int32_t start = 0, rest = pixel;
                for (int32_t axis = 0; axis < axes; axis++) {
                    start += rest % lengths[axis] * steps[axis];
                    rest /= lengths[axis];
                }
                for (int32_t c = 0; c < channels; c++) {
                    float by = in[start + (repeats ? 0 : c)];
                    out[c] = copies ? by : out[c] * by;
                }
            }
        }
        """);
}
