using System.Collections.Immutable;

namespace Microsoft.ML.Larq.Modules;

/// <summary>The signs that a thermometer makes of rows, in plain memory.</summary>
internal static class ThermometerSigns
{
    /// <summary>
    /// Writes +1 where a number reaches its threshold and −1 elsewhere. A missing number counts as 0 and reaches the
    /// threshold +∞, which no other number does.
    /// </summary>
    /// <param name="rows">A number a column, row by row.</param>
    /// <param name="bits">How many thresholds a column has.</param>
    /// <param name="thresholds">Those of the first column, then of the next.</param>
    /// <param name="signs">For each row as many as thresholds.</param>
    public static void Write(
        ReadOnlySpan<float> rows, ImmutableArray<int> bits, ReadOnlySpan<float> thresholds, Span<float> signs)
    {
        for (; rows.Length > 0; rows = rows[bits.Length..])
        {
            Row(rows[..bits.Length], bits, thresholds, signs);
            signs = signs[thresholds.Length..];
        }
    }

    private static void Row(
        ReadOnlySpan<float> row, ImmutableArray<int> bits, ReadOnlySpan<float> thresholds, Span<float> signs)
    {
        for (var column = 0; column < row.Length; column++)
        {
            var isMissing = float.IsNaN(row[column]);
            var number = isMissing ? 0 : Math.Clamp(row[column], float.MinValue, float.MaxValue);
            var own = thresholds[..bits[column]];
            for (var bit = 0; bit < own.Length; bit++)
            {
                var isReached = number >= own[bit] || (isMissing && float.IsPositiveInfinity(own[bit]));
                signs[bit] = isReached ? 1 : -1;
            }

            thresholds = thresholds[own.Length..];
            signs = signs[own.Length..];
        }
    }
}
