using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Packed.Compiling;

namespace Microsoft.ML.Larq.Packed.Operands;

/// <summary>What a layer with a kernel is given, and why that cannot be told by signs.</summary>
internal static class TakenIn
{
    public const string RealNumbers = "a layer of real numbers";

    // 0 stays 0, and 1 stays 1.
    private static readonly Quantizer Step = Quantizer.SteHeaviside();

    /// <summary>
    /// What quantizes the input. Where nothing does but a kernel is quantized, 0 and 1 are taken as a step gives them.
    /// </summary>
    public static Quantizer? InputQuantizer(LayerCompiler layer, Quantizer? kernel) => layer.Layer.Kind.Input
        ?? (layer.Input.Alphabet == Alphabet.ZeroOne && kernel is not null ? Step : null);

    /// <summary>Whether all numbers are among −1, 0 and +1.</summary>
    public static bool IsSmall(Alphabet? alphabet) =>
        alphabet is Alphabet.Signs or Alphabet.ZeroOne or Alphabet.Ternary;

    /// <summary>The first reason for which a layer does not run on bits; null where it does.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">The input's quantizer.</param>
    /// <param name="kernel">The kernel's quantizer.</param>
    /// <param name="isScaled">Whether the kernel is taken apart into <see cref="ScaledSigns"/>.</param>
    /// <param name="size">The kernel's size.</param>
    /// <param name="pad">What lies around the input.</param>
    public static string? WhyFloat(
        LayerCompiler layer, Quantizer? input, Quantizer? kernel, bool isScaled, KernelSize size, float pad)
    {
        if (layer.Layer.Kind.Input is null && kernel is null) return RealNumbers;
        return OfKernel(kernel, isScaled, size) ?? OfInput(layer, input, size) ?? OfPad(input, pad);
    }

    // Measured: the two planes of a ternary kernel of one channel take 100 times as long as its numbers.
    private static string? OfKernel(Quantizer? kernel, bool isScaled, KernelSize size)
    {
        if (isScaled) return null;
        if (kernel is null) return "no kernel quantizer";
        if (kernel.IsScaledSign) return $"kernel quantizer {kernel} gives a filter that is not ± one finite number";
        if (kernel.Alphabet == Alphabet.Ternary && size.IsDepthwise)
            return $"kernel quantizer {kernel} gives {kernel.Alphabet}, which takes longer on bits channel by channel";
        return kernel.Alphabet is Alphabet.Signs or Alphabet.Ternary
            ? null
            : $"kernel quantizer {kernel} gives {kernel.Alphabet}, not ±1";
    }

    private static string? OfInput(LayerCompiler layer, Quantizer? input, KernelSize size)
    {
        if (input is null)
        {
            return layer.Input.Alphabet == Alphabet.Signs
                ? null
                : "no input quantizer, and the input is not known to be ±1";
        }

        if (LevelPlanes.Of(input) is { } levels) return LevelPlanes.WhyFloat(levels.KBit, levels.Steps, size);
        return input.Alphabet is Alphabet.Signs or Alphabet.ZeroOne
            ? null
            : $"input quantizer {input} gives {input.Alphabet}, not ±1";
    }

    private static string? OfPad(Quantizer? input, float pad)
    {
        if (pad is not (-1 or 0 or 1)) return $"pad value {pad:R} is not −1, 0 or 1";
        if (pad != -1) return null;
        if (LevelPlanes.Of(input) is not null) return "pad value −1 is no level of the input";
        return input?.Alphabet == Alphabet.ZeroOne ? "pad value −1 is not 0 or 1, as the input is" : null;
    }
}
