using Microsoft.ML.Larq.Microcontrollers.Text;

namespace Microsoft.ML.Larq.Microcontrollers.Functions;

/// <summary>Numbers to signs and back.</summary>
internal static class Packing
{
    /// <summary>Runs of signs: 1 below 0, otherwise 0.</summary>
    public static CFunction Pack { get; } = new("""
        static void @pack(const float *in, int32_t length, int32_t run, uint32_t *out)
        {
            for (int32_t first = 0; first < length; first += run) {
                for (int32_t i = 0; i < run; i++) {
                    if (i % 32 == 0) *out = 0;
                    if (in[first + i] < 0.0f) *out |= (uint32_t)1 << (i % 32);
                    if (i % 32 == 31 || i == run - 1) out++;
                }
            }
        }
        """);

    public static CFunction Unpack { get; } = new("""
        static void @unpack(const uint32_t *in, int32_t length, float *out)
        {
            for (int32_t i = 0; i < length; i++) out[i] = ((in[i / 32] >> (i % 32)) & 1u) != 0 ? -1.0f : 1.0f;
        }
        """);

    /// <summary>To the nearest whole number of one from 0 to 2^24, halves to even; 0, -0 and NaN stay.</summary>
    public static CFunction Round { get; } = new("""
        static float @round(float x)
        {
            int32_t whole;
            float rest;
            if (!(x > 0.0f)) return x;
            whole = (int32_t)x;
            rest = x - (float)whole;
            if (rest > 0.5f || (rest >= 0.5f && whole % 2 != 0)) whole++;
            return (float)whole;
        }
        """);

    /// <summary>Levels 0 to steps of numbers from 0 to 1; NaN has 0.</summary>
    public static CFunction Level { get; } = new("""
        static float @level(float x, float steps)
        {
            return x > 0.0f ? @round((x < 1.0f ? x : 1.0f) * steps) : 0.0f;
        }
        """, Round);

    public static CFunction Levels { get; } = new("""
        static void @levels(const float *in, int32_t length, float steps, float *out)
        {
            for (int32_t i = 0; i < length; i++) out[i] = @level(in[i], steps);
        }
        """, Level);

    /// <summary>Planes of the bits of levels.</summary>
    public static CFunction LevelPlanes { get; } = new("""
        static void @level_planes(
            const float *in, int32_t length, int32_t run, int32_t planes, int32_t plane_words, uint32_t *out)
        {
            int32_t word = 0;
            float steps = (float)(((int32_t)1 << planes) - 1);
            for (int32_t first = 0; first < length; first += run) {
                for (int32_t i = 0; i < run; i++) {
                    uint32_t level = (uint32_t)@level(in[first + i], steps);
                    for (int32_t plane = 0; plane < planes; plane++) {
                        uint32_t *to = out + plane * plane_words + word;
                        if (i % 32 == 0) *to = 0;
                        *to |= ((level >> plane) & 1u) << (i % 32);
                    }
                    if (i % 32 == 31 || i == run - 1) word++;
                }
            }
        }
        """, Level);

    /// <summary>1 where a number does not reach its threshold; as many for each number.</summary>
    public static CFunction Quantiles { get; } = new("""
        static void @quantiles(
            const float *in, int32_t bits, const float *thresholds, int32_t length, uint32_t *out)
        {
            for (int32_t i = 0; i < length; i++) {
                if (i % 32 == 0) out[i / 32] = 0;
                if (!(in[i / bits] >= thresholds[i])) out[i / 32] |= (uint32_t)1 << (i % 32);
            }
        }
        """);

    /// <summary>The same with some thresholds for each, where NaN counts as 0 and alone reaches infinity.</summary>
    public static CFunction Thermometer { get; } = new("""
        static void @thermometer(
            const float *in, int32_t numbers, const int32_t *bits, const float *thresholds, uint32_t *out)
        {
            int32_t at = 0;
            for (int32_t i = 0; i < numbers; i++) {
                for (int32_t end = at + bits[i]; at < end; at++) {
                    float least = thresholds[at];
                    int reached = in[i] != in[i]
                        ? least <= 0.0f || least > FLT_MAX
                        : in[i] >= least && least <= FLT_MAX;
                    if (at % 32 == 0) out[at / 32] = 0;
                    if (!reached) out[at / 32] |= (uint32_t)1 << (at % 32);
                }
            }
        }
        """);
}
