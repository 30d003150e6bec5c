using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>
/// Draws a dropout's mask three values at a time, of 16 bits each: Torch draws 64 bits for every one, which a small
/// network has to wait for.
/// </summary>
internal static class DropoutMask
{
    private const int Together = 3;
    private const int Bits = 16;
    private const double Range = 1L << (Together * Bits);

    /// <summary>Each value 0 with probability p, in steps of 2⁻¹⁶, otherwise 1 / (1 − p).</summary>
    /// <param name="mask">The values.</param>
    /// <param name="rate">p, from 0 to below 1.</param>
    /// <param name="generator">What draws, on the processor.</param>
    public static void Fill(Span<float> mask, double rate, Generator generator)
    {
        using var drawn = empty((mask.Length + Together - 1) / Together, ScalarType.Int64, CPU);
        drawn.random_(0, Range, generator);
        Fill(mask, drawn.Elements<long>(), rate);
    }

    internal static void Fill(Span<float> mask, ReadOnlySpan<long> drawn, double rate)
    {
        // At least one value in so many stays, or a rate next to 1 would keep none.
        var dropped = Math.Min((int)Math.Round(rate * (1 << Bits)), (1 << Bits) - 1);
        var kept = (float)(1 / (1 - rate));
        foreach (var numbers in drawn)
        {
            // The last number may have more places than there are values left.
            if (mask.Length < Together)
            {
                for (var i = 0; i < mask.Length; i++) mask[i] = Value(numbers, i, dropped, kept);
                return;
            }

            mask[2] = Value(numbers, 2, dropped, kept);
            mask[1] = Value(numbers, 1, dropped, kept);
            mask[0] = Value(numbers, 0, dropped, kept);
            mask = mask[Together..];
        }
    }

    private static float Value(long numbers, int place, int dropped, float kept) =>
        (int)((numbers >> (place * Bits)) & ((1 << Bits) - 1)) >= dropped ? kept : 0;
}
