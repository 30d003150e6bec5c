using System.Numerics;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Operands;

/// <summary>Tells inputs of k bits, DoReFa's activations, by k planes of bits.</summary>
/// <remarks>
/// <para>
/// Such an input is l/n with a level l = 0…n, n = 2ᵏ − 1. A level is Σⱼ 2ʲ·bⱼ, so Σᵢ lᵢ·wᵢ = Σⱼ 2ʲ·Σᵢ bᵢⱼ·wᵢ: a
/// convolution of bits for each plane j, with one kernel, and <see cref="SignPlanes"/> tell bits by signs. Around the
/// image lies level 0 or n, whose bits are alike. The whole sum is multiplied once, by 1/n.
/// </para>
/// <para>
/// Training's network evaluates such layers in the same way (<see cref="IntegerLevels"/>), so the scores have the same
/// bits. Where planes would take longer than numbers, the levels themselves are summed, which gives these bits too.
/// </para>
/// </remarks>
internal static class LevelPlanes
{
    // Measured with AVX2 and AVX-512: a plane of a pixel costs about as much as 1,200 multiply-adds of numbers before
    // the first weight is read, and the weights of a large kernel are read 10 to 30 times as fast.
    private const int MostBits = 8;
    private const int WeightsAPlane = 1200;

    /// <summary>The quantizer of a layer's input, where it gives levels.</summary>
    public static DoReFaQuantizer? Of(Quantizer? input) =>
        input is DoReFaQuantizer { Mode: DoReFaMode.Activations } levels ? levels : null;

    /// <summary>Why a layer of such a kernel does not run on planes; null where it does.</summary>
    /// <param name="bits">Planes.</param>
    /// <param name="steps">The highest level.</param>
    /// <param name="kernel">The kernel's size.</param>
    public static string? WhyFloat(int bits, int steps, KernelSize kernel)
    {
        if (!IntegerLevels.AreExact(steps, kernel.Depth)) return Inexact(steps, kernel.Depth);
        if (bits > MostBits) return $"{bits} planes of bits take longer than numbers, {MostBits} at most do not";
        return bits > 1 && (long)bits * WeightsAPlane > kernel.Weights
            ? $"{bits} planes of bits take longer than numbers for {kernel.Weights} weights"
            : null;
    }

    /// <summary>What the report says of sums that are not exact.</summary>
    public static string Inexact(int steps, long depth) =>
        $"sums of {depth} inputs of {BitOperations.Log2((uint)steps) + 1} bits may pass 2²⁴, to which single precision "
        + "counts";

    /// <summary>The levels themselves as numbers.</summary>
    public static FloatSlot Numbers(LayerCompiler layer, DoReFaQuantizer levels)
    {
        var numbers = layer.Floats();
        var whole = new FloatSlot(numbers.Length);
        layer.Add(new LevelsOp(layer.Kernels, numbers, levels.Steps, whole));
        return whole;
    }
}
