using Microsoft.ML.Larq.Microcontrollers.Text;

namespace Microsoft.ML.Larq.Microcontrollers.Functions;

/// <summary>Layers whose output planes are sums of convolutions of input planes.</summary>
internal static class Planes
{
    public static CFunction AddRows { get; } = new("""
        static void @add_rows(const float *row, int32_t length, int32_t filters, float *sums)
        {
            for (int32_t i = 0; i < length; i++) sums[i] += row[i % filters];
        }
        """);

    public static CFunction Finish { get; } = new("""
        static void @finish_all(const @finish *how, int32_t length, int32_t filters, float *sums)
        {
            for (int32_t i = 0; i < length; i++) sums[i] = @finished(sums[i], how, i % filters);
        }
        """, Finishes.Finish);

    /// <summary>Pixels to every so many places of a plane.</summary>
    public static CFunction Put { get; } = new("""
        static void @put(
            const float *sums, int32_t filters, int32_t columns, int32_t row, int32_t row_step, int32_t row_count,
            int32_t column, int32_t column_step, int32_t column_count, const float *shortcut, float *plane)
        {
            for (int32_t y = 0; y < row_count; y++) {
                for (int32_t x = 0; x < column_count; x++) {
                    int32_t at = ((row + y * row_step) * columns + column + x * column_step) * filters;
                    for (int32_t f = 0; f < filters; f++)
                        plane[at + f] = shortcut ? *sums++ + shortcut[at + f] : *sums++;
                }
            }
        }
        """);
}
