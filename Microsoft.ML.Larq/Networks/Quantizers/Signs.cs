using System.Numerics;

namespace Microsoft.ML.Larq.Networks.Quantizers;

/// <summary>Larq's sign: −1 below zero, otherwise +1; so 0, −0 and NaN give +1.</summary>
internal static class Signs
{
    public static float Of(float value) => value < 0 ? -1f : 1f;

    // Signs follow no pattern that a processor could foresee: vectors pick without a branch.
    public static void Of(ReadOnlySpan<float> values, Span<float> signs)
    {
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var negative = Vector.LessThan(new Vector<float>(values[i..]), Vector<float>.Zero);
            Vector.ConditionalSelect(negative, -Vector<float>.One, Vector<float>.One).CopyTo(signs[i..]);
        }

        for (; i < values.Length; i++) signs[i] = Of(values[i]);
    }
}
