using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Kernels.Packing;

/// <summary>Makes bits of numbers and back.</summary>
internal static class ScalarSigns
{
    /// <summary>The signs of runs of numbers. −1 below zero, otherwise +1: 0, −0 and NaN give +1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(ReadOnlySpan<float> values, int run, Span<ulong> words)
    {
        for (var word = 0; !values.IsEmpty; values = values[run..])
        {
            for (var first = 0; first < run; first += Bits.PerWord)
                words[word++] = PackWord(values[first..Math.Min(first + Bits.PerWord, run)]);
        }
    }

    /// <summary>The numbers −1 and +1 of one run of signs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(ReadOnlySpan<ulong> words, Span<float> values)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = ((words[i / Bits.PerWord] >> (i % Bits.PerWord)) & 1) == 0 ? 1f : -1f;
    }

    /// <summary>
    /// For each number as many signs as it has thresholds: +1 where it reaches the threshold, otherwise −1. Nothing
    /// reaches a NaN and a NaN reaches nothing, so both give −1. One run.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Thermometer(ReadOnlySpan<float> values, ReadOnlySpan<float> thresholds, Span<ulong> words)
    {
        words.Clear();
        var bits = thresholds.Length / values.Length;
        for (var i = 0; i < thresholds.Length; i++)
        {
            var below = values[i / bits] >= thresholds[i] ? 0UL : 1UL;
            words[i / Bits.PerWord] |= below << (i % Bits.PerWord);
        }
    }

    /// <summary>
    /// The same with so many thresholds for each number. A number of +∞ counts as the largest there is, so that a
    /// threshold of +∞ is reached by no number: it is the bit of NaN, which counts as 0 for all others.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Thermometer(
        ReadOnlySpan<float> values, ReadOnlySpan<int> bits, ReadOnlySpan<float> thresholds, Span<ulong> words)
    {
        words.Clear();
        var next = 0;
        for (var i = 0; i < values.Length; i++)
        {
            for (var last = next + bits[i]; next < last; next++)
            {
                var reached = float.IsNaN(values[i])
                    ? thresholds[next] is <= 0 or float.PositiveInfinity
                    : values[i] >= thresholds[next] && thresholds[next] <= float.MaxValue;
                words[next / Bits.PerWord] |= (reached ? 0UL : 1UL) << (next % Bits.PerWord);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong PackWord(ReadOnlySpan<float> values)
    {
        var word = 0UL;
        for (var i = 0; i < values.Length; i++) word |= (values[i] < 0 ? 1UL : 0UL) << i;
        return word;
    }
}
