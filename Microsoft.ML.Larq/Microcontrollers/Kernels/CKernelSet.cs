using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Binary;
using Microsoft.ML.Larq.Packed.Kernels.Float;
using Microsoft.ML.Larq.Packed.Kernels.Packing;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Microcontrollers.Kernels;

/// <summary>
/// A set for which networks are compiled as for this machine, to be written in C instead of being run: signs in words
/// of 32.
/// </summary>
internal sealed class CKernelSet : KernelSet
{
    public const int BitsAWord = 32;

    public override string Name => "c";

    public override SignFormat Format => new(sizeof(uint));

    public override bool IsScalar => false;

    public override BinaryConvolution Convolution(
        ConvolutionShape shape, ReadOnlySpan<float> weights, int pad, int planes = 1) =>
        new CBinaryConvolution(shape, weights, pad, planes);

    public override FloatConvolution Convolution(
        ConvolutionShape shape, ReadOnlySpan<float> weights, float pad, bool isSigns) =>
        new CFloatConvolution(shape, weights.ToArray(), pad, isSigns);

    public override void Pack(ReadOnlySpan<float> values, int run, Span<ulong> words) => throw NotHere();

    public override void Levels(ReadOnlySpan<float> values, int steps, Span<float> levels) => throw NotHere();

    public override void PackLevels(ReadOnlySpan<float> values, int planes, int run, Span<ulong> words) =>
        throw NotHere();

    public override void Unpack(ReadOnlySpan<ulong> words, Span<float> values) => throw NotHere();

    public override void Thermometer(
        ReadOnlySpan<float> values, ReadOnlySpan<float> thresholds, Span<ulong> words) => throw NotHere();

    public override void Thermometer(
        ReadOnlySpan<float> values, ReadOnlySpan<int> bits, ReadOnlySpan<float> thresholds, Span<ulong> words) =>
        throw NotHere();

    internal static NotSupportedException NotHere() => new("What is compiled to be written in C is not run here.");
}
