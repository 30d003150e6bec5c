using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Kernels.Packing;

/// <summary>Makes levels and planes of their bits of numbers.</summary>
internal static class ScalarLevels
{
    /// <summary>A number's level, n·min(max(x, 0), 1) to the nearest, halves to even; NaN has 0.</summary>
    public static int Of(float value, int steps) =>
        value > 0 ? (int)MathF.Round(Math.Min(value, 1f) * steps) : 0;

    /// <summary>The levels as numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ReadOnlySpan<float> values, int steps, Span<float> levels)
    {
        for (var i = 0; i < values.Length; i++) levels[i] = Of(values[i], steps);
    }

    /// <summary>The levels of runs of numbers, plane by plane.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="planes">How many; plane j has bit j.</param>
    /// <param name="run">Numbers of a run, which starts at a word of its own.</param>
    /// <param name="words">The planes, each in as many words.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(ReadOnlySpan<float> values, int planes, int run, Span<ulong> words)
    {
        words.Clear();
        var (steps, plane) = ((1 << planes) - 1, words.Length / planes);
        for (var first = 0; !values.IsEmpty; values = values[run..], first += Bits.Words(run))
        {
            for (var i = 0; i < run; i++)
            {
                var level = Of(values[i], steps);
                for (var j = 0; j < planes; j++)
                    words[(j * plane) + first + (i / Bits.PerWord)] |= (ulong)((level >> j) & 1) << (i % Bits.PerWord);
            }
        }
    }
}
