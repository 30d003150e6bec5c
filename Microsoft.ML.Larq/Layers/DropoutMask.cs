using System.Runtime.Intrinsics;
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

    /// <summary>
    /// Each value 0 with probability p, in steps of 2⁻¹⁶, otherwise 1 / (1 − p); above 0.99 of that step.
    /// </summary>
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

        // Next to 1 a step more or less is much: there the values that stay make up for what is dropped in truth.
        var kept = (float)(1 / (1 - (rate > 0.99 ? dropped / (double)(1 << Bits) : rate)));
        for (; drawn.Length >= 2 && mask.Length >= Vector256<float>.Count; drawn = drawn[2..])
        {
            FillTwo(mask, Vector128.Create(drawn[0], drawn[1]), dropped, kept);
            mask = mask[(2 * Together)..];
        }

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

    // Six values; two more places are written over by the next.
    private static void FillTwo(Span<float> mask, Vector128<long> numbers, int dropped, float kept)
    {
        var (lower, upper) = Vector128.Widen(numbers.AsUInt16());
        var places = Vector256.Create(lower, upper).AsInt32();
        var stays = Vector256.GreaterThanOrEqual(places, Vector256.Create(dropped)).AsSingle();
        Vector256.Shuffle(stays & Vector256.Create(kept), Vector256.Create(0, 1, 2, 4, 5, 6, 7, 7)).CopyTo(mask);
    }

    private static float Value(long numbers, int place, int dropped, float kept) =>
        (int)((numbers >> (place * Bits)) & ((1 << Bits) - 1)) >= dropped ? kept : 0;
}
