using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>Tells inputs of k bits, DoReFa's activations, by k planes of bits.</summary>
/// <remarks>
/// <para>
/// Such an input is l/n with a level l = 0…n, n = 2ᵏ − 1. A level is Σⱼ 2ʲ·bⱼ, so Σᵢ lᵢ·wᵢ = Σⱼ 2ʲ·Σᵢ bᵢⱼ·wᵢ: a
/// convolution of bits for each plane j, with one kernel, and <see cref="SignPlanes"/> tell bits by signs. Around the
/// image lies level 0 or n, whose bits are alike. The whole sum is multiplied once, by 1/n.
/// </para>
/// <para>
/// Training's network evaluates such layers in the same way (<see cref="WholeLevels"/>), so the scores have the same
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
    public static string? WhyFloat(DoReFaQuantizer levels, KernelSize kernel)
    {
        var bits = levels.KBit;
        if (!WholeLevels.AreExact(levels.Steps, kernel.Depth))
            return $"sums of {kernel.Depth} inputs of {bits} bits may pass 2²⁴, to which single precision counts";
        if (bits > MostBits) return $"{bits} planes of bits take longer than numbers, {MostBits} at most do not";
        return bits > 1 && (long)bits * WeightsAPlane > kernel.Depth * kernel.Filters
            ? $"{bits} planes of bits take longer than numbers for {kernel.Depth * kernel.Filters} weights"
            : null;
    }

    /// <summary>The levels themselves as numbers.</summary>
    public static FloatSlot Numbers(LayerCompiler layer, DoReFaQuantizer levels)
    {
        var numbers = layer.Floats();
        var whole = new FloatSlot(numbers.Length);
        layer.Add(new LevelsOp(layer.Kernels, numbers, levels.Steps, whole));
        return whole;
    }
}

/// <summary>What a pixel, or a place, of a group costs: weights of a filter, and filters.</summary>
internal readonly record struct KernelSize(long Depth, int Filters);

/// <summary>Numbers to levels.</summary>
internal sealed class LevelsOp(KernelSet kernels, FloatSlot input, int steps, FloatSlot output)
    : PackedOp(output, input)
{
    public override void Run(Arena arena) => RunAll(arena);

    public override void RunAll(Arena arena) => kernels.Levels(arena.All(input), steps, arena.All(output));
}

/// <summary>Numbers of one image or of several to planes of bits: for each image all planes.</summary>
internal sealed class LevelPlanesOp(
    KernelSet kernels, FloatSlot input, int images, int planes, int run, WordSlot output)
    : PackedOp(output, input)
{
    public override void Run(Arena arena)
    {
        var (from, to) = (input.Length / images, output.Length / images);
        for (var i = 0; i < images; i++)
            kernels.PackLevels(arena[input].Slice(i * from, from), planes, run, arena[output].Slice(i * to, to));
    }
}
