using Microsoft.ML.Larq.Microcontrollers.Text;

namespace Microsoft.ML.Larq.Microcontrollers.Functions;

/// <summary>What happens to runs of numbers: softmax, normalization, quantizers of whole rows.</summary>
internal static class Runs
{
    public static CFunction Softmax { get; } = new("""
        static void @softmax(const float *in, int32_t length, int32_t run, float *out)
        {
            for (int32_t first = 0; first < length; first += run) {
                float most = -INFINITY, sum = 0.0f;
                for (int32_t i = first; i < first + run; i++) most = @max(most, in[i]);
                for (int32_t i = first; i < first + run; i++) {
                    out[i] = expf(in[i] - most);
                    sum += out[i];
                }
                for (int32_t i = first; i < first + run; i++) out[i] /= sum;
            }
        }
        """, Finishes.Max);

    public static CFunction Normalize { get; } = new("""
        static void @normalize(
            const float *in, int32_t length, int32_t run, const float *gamma, const float *beta, float epsilon,
            float *out)
        {
            for (int32_t first = 0; first < length; first += run) {
                double sum = 0.0, squares = 0.0;
                float mean, deviation;
                for (int32_t i = 0; i < run; i++) sum += (double)in[first + i];
                mean = (float)(sum / run);
                for (int32_t i = 0; i < run; i++) {
                    float x = in[first + i] - mean;
                    out[first + i] = x;
                    squares += (double)x * (double)x;
                }
                deviation = (float)sqrt(squares / run + (double)epsilon);
                for (int32_t i = 0; i < run; i++) {
                    float x = out[first + i] / deviation;
                    x *= gamma[i];
                    out[first + i] = x + beta[i];
                }
            }
        }
        """);

    public static CFunction Signs { get; } = new("""
        static void @to_signs(const float *in, int32_t length, float *out)
        {
            for (int32_t i = 0; i < length; i++) out[i] = in[i] < 0.0f ? -1.0f : 1.0f;
        }
        """);

    public static CFunction Steps { get; } = new("""
        static void @to_steps(const float *in, int32_t length, float *out)
        {
            for (int32_t i = 0; i < length; i++) out[i] = in[i] > 0.0f ? 1.0f : 0.0f;
        }
        """);

    public static CFunction Ternary { get; } = new("""
        static int32_t @sign(float x)
        {
            return x > 0.0f ? 1 : x < 0.0f ? -1 : 0;
        }

        static void @to_ternary(const float *in, int32_t length, float threshold, float *out)
        {
            for (int32_t i = 0; i < length; i++) {
                int32_t both = @sign(in[i] + threshold) + @sign(in[i] - threshold);
                out[i] = both > 0 ? 1.0f : both < 0 ? -1.0f : 0.0f;
            }
        }
        """);

    /// <summary>0.7 times the mean magnitude.</summary>
    public static CFunction Threshold { get; } = new("""
        static float @threshold(const float *in, int32_t length)
        {
            double sum = 0.0;
            for (int32_t i = 0; i < length; i++) sum += fabs((double)in[i]);
            return (float)(0.7 * (sum / length));
        }
        """);

    /// <summary>2^k levels from 0 to 1.</summary>
    public static CFunction KBit { get; } = new("""
        static void @to_k_bits(const float *in, int32_t length, float steps, float *out)
        {
            for (int32_t i = 0; i < length; i++) {
                float x = in[i] < 0.0f ? 0.0f : in[i] > 1.0f ? 1.0f : in[i];
                out[i] = @round(x * steps) / steps;
            }
        }
        """, Packing.Round);

    /// <summary>Signs times the mean magnitude of each channel; magnitudes above the limit count as it.</summary>
    public static CFunction Scaled { get; } = new("""
        static void @to_scaled(const float *in, int32_t pixels, int32_t channels, double limit, float *out)
        {
            for (int32_t c = 0; c < channels; c++) {
                double sum = 0.0;
                float scale;
                for (int32_t i = 0; i < pixels; i++) {
                    double magnitude = fabs((double)in[i * channels + c]);
                    sum += magnitude > limit ? limit : magnitude;
                }
                scale = (float)(sum / pixels);
                for (int32_t i = c; i < pixels * channels; i += channels) out[i] = in[i] < 0.0f ? -scale : scale;
            }
        }
        """);

    /// <summary>2^k levels from -1 to 1, of the hyperbolic tangents by the largest of them.</summary>
    public static CFunction KBitWeights { get; } = new("""
        static void @to_k_bit_weights(const float *in, int32_t length, double steps, float *out)
        {
            double largest = 0.0, width;
            for (int32_t i = 0; i < length; i++) {
                double magnitude = fabs(tanh((double)in[i]));
                if (magnitude != magnitude || magnitude > largest) largest = magnitude;
            }
            width = 2.0 * (largest > 0.0 ? largest : 1.0);
            for (int32_t i = 0; i < length; i++) {
                double share = tanh((double)in[i]) / width;
                share += 0.5;
                share = 2.0 * (rint(steps * share) / steps);
                out[i] = (float)(share - 1.0);
            }
        }
        """);
}
