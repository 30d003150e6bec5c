namespace Microsoft.ML.Larq.Networks;

/// <summary>Larq's sign: −1 below zero, otherwise +1; so 0, −0 and NaN give +1.</summary>
internal static class Signs
{
    public static float Of(float value) => value < 0 ? -1f : 1f;

    public static void Of(ReadOnlySpan<float> values, Span<float> signs)
    {
        for (var i = 0; i < values.Length; i++) signs[i] = Of(values[i]);
    }
}
