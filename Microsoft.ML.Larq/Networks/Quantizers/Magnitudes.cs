namespace Microsoft.ML.Larq.Networks.Quantizers;

/// <summary>Statistics of |x| that quantizers scale with; sums in double precision, results in single.</summary>
internal static class Magnitudes
{
    /// <summary>The mean over all values, before it is rounded to single precision.</summary>
    public static double Mean(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += Math.Abs((double)value);
        return sum / values.Length;
    }

    /// <summary>The mean over all axes but the last, one for each of <paramref name="last"/>.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="last">Length of the last axis.</param>
    /// <param name="limit">What larger magnitudes count as.</param>
    public static float[] Means(ReadOnlySpan<float> values, int last, float limit = float.PositiveInfinity)
    {
        var sums = new double[last];
        for (var i = 0; i < values.Length; i += last)
        {
            for (var j = 0; j < last; j++) sums[j] += Math.Min((double)MathF.Abs(values[i + j]), limit);
        }

        var count = values.Length / last;
        return [.. sums.Select(sum => (float)(sum / count))];
    }

    /// <summary>scale·sign(x), a scale for each of the last axis.</summary>
    public static void Scale(ReadOnlySpan<float> values, ReadOnlySpan<float> scales, Span<float> scaled)
    {
        for (var i = 0; i < values.Length; i += scales.Length)
        {
            for (var j = 0; j < scales.Length; j++) scaled[i + j] = scales[j] * Signs.Of(values[i + j]);
        }
    }
}
