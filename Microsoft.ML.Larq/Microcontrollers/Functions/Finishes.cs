using Microsoft.ML.Larq.Microcontrollers.Text;

namespace Microsoft.ML.Larq.Microcontrollers.Functions;

/// <summary>Activations, and what becomes of a layer's sums.</summary>
internal static class Finishes
{
    /// <summary>The larger of two numbers as IEEE 754's maximum has it: NaN stays, 0 is above -0.</summary>
    public static CFunction Max { get; } = new("""
        static float @max(float a, float b)
        {
            if (a != b) return a != a || b < a ? a : b;
            return signbit(b) ? a : b;
        }
        """);

    /// <summary>The smaller of two numbers as IEEE 754's minimum has it.</summary>
    public static CFunction Min { get; } = new("""
        static float @min(float a, float b)
        {
            if (a != b) return a != a || a < b ? a : b;
            return signbit(a) ? a : b;
        }
        """);

    public static CFunction Clamp { get; } = new("""
        static float @clamp(float x, float low, float high)
        {
            return @min(@max(x, low), high);
        }
        """, Max, Min);

    /// <summary>The activations by their numbers (<see cref="Networks.ActivationFunction"/>).</summary>
    public static CFunction Activate { get; } = new("""
        static float @activate(int32_t function, float x, float alpha)
        {
            float above, below;
            switch (function) {
            case 1: return @max(x, 0.0f);
            case 2: return @clamp(x, 0.0f, 6.0f);
            case 3: return @clamp(x, -1.0f, 1.0f);
            case 4:
                above = @max(x, 1.0f) - 1.0f;
                above *= alpha;
                below = @min(x, -1.0f) + 1.0f;
                below *= alpha;
                x = @clamp(x, -1.0f, 1.0f) + above;
                return x + below;
            case 5: return tanhf(x);
            case 6: return 1.0f / (1.0f + expf(-x));
            case 7: return @clamp(x, 0.0f, 1.0f);
            case 8: return x > 0.0f ? x : alpha * expm1f(x);
            case 9: return 0.5f * x * erfcf(x * -0.70710678f);
            case 10: return x / (1.0f + expf(-1.5957691f * (x + 0.044715f * x * x * x)));
            case 11: return x / (1.0f + expf(-x));
            case 12: return @max(x, 0.0f) + log1pf(expf(-fabsf(x)));
            default: return x;
            }
        }
        """, Clamp);

    /// <summary>Steps behind a sum, each left out where its array is absent.</summary>
    public static CFunction Finish { get; } = new("""
        typedef struct {
            float factor;
            const float *centers, *units, *bias;
            int32_t activation;
            const float *scale, *offset;
        } @finish;

        static float @finished(float x, const @finish *how, int32_t filter)
        {
            x *= how->factor;
            if (how->centers) x += how->centers[filter];
            if (how->units) x *= how->units[filter];
            if (how->bias) x += how->bias[filter];
            x = @activate(how->activation, x, how->activation == 4 ? 0.2f : 1.0f);
            if (how->scale) {
                x *= how->scale[filter];
                x += how->offset[filter];
            }
            return x;
        }
        """, Activate);
}
