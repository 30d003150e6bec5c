using System.Collections.Immutable;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Binary;
using Microsoft.ML.Larq.Packed.Kernels.Float;
using Microsoft.ML.Larq.Packed.Kernels.Packing;

namespace Microsoft.ML.Larq.Packed.Sets;

/// <summary>The kernels of one instruction set, from which a network is compiled.</summary>
/// <remarks>Which exist, which this machine has and which is taken: <see cref="KernelChoice"/>.</remarks>
internal abstract class KernelSet
{
    /// <summary>What this machine has, the fastest first; the last is the scalar.</summary>
    public static ImmutableArray<KernelSet> Available => KernelChoice.Available;

    /// <summary>The specification of all others.</summary>
    public static KernelSet Scalar => Available[^1];

    /// <summary>The name by which it can be forced.</summary>
    public abstract string Name { get; }

    /// <summary>How signs lie in memory.</summary>
    public abstract SignFormat Format { get; }

    /// <summary>Whether it is the specification.</summary>
    public abstract bool IsScalar { get; }

    /// <inheritdoc cref="KernelChoice.Choose(string?)"/>
    public static KernelSet Choose() => KernelChoice.Choose(Environment.GetEnvironmentVariable(KernelChoice.Variable));

    /// <inheritdoc cref="KernelChoice.Choose(string?)"/>
    public static KernelSet Choose(string? name) => KernelChoice.Choose(name);

    /// <summary>A convolution of signs.</summary>
    /// <param name="shape">The geometry.</param>
    /// <param name="weights">±1, row-major (height, width, channels/groups, filters).</param>
    /// <param name="pad">What lies around the image: −1, 0 or +1; not 0 for several planes.</param>
    /// <param name="planes">Planes of the input; default 1.</param>
    public abstract BinaryConvolution Convolution(
        ConvolutionShape shape, ReadOnlySpan<float> weights, int pad, int planes = 1);

    /// <summary>A convolution of numbers.</summary>
    /// <param name="shape">The geometry.</param>
    /// <param name="weights">Row-major (height, width, channels/groups, filters).</param>
    /// <param name="pad">What lies around the image.</param>
    /// <param name="isSigns">Whether the weights are ±1, to be kept as bits.</param>
    public abstract FloatConvolution Convolution(
        ConvolutionShape shape, ReadOnlySpan<float> weights, float pad, bool isSigns);

    /// <summary>The signs of runs of numbers: −1 below zero, otherwise +1.</summary>
    public abstract void Pack(ReadOnlySpan<float> values, int run, Span<ulong> words);

    /// <summary>Numbers from 0 to 1 to their levels, 0…steps.</summary>
    public abstract void Levels(ReadOnlySpan<float> values, int steps, Span<float> levels);

    /// <summary>Numbers from 0 to 1 to planes of bits of their levels 0…2^planes − 1.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="planes">How many; plane j has bit j.</param>
    /// <param name="run">Numbers of a run.</param>
    /// <param name="words">The planes, each in as many words.</param>
    public abstract void PackLevels(ReadOnlySpan<float> values, int planes, int run, Span<ulong> words);

    /// <summary>The numbers −1 and +1 of one run of signs.</summary>
    public abstract void Unpack(ReadOnlySpan<ulong> words, Span<float> values);

    /// <summary>For each number as many signs as it has thresholds: +1 where it reaches one, otherwise −1.</summary>
    public abstract void Thermometer(
        ReadOnlySpan<float> values, ReadOnlySpan<float> thresholds, Span<ulong> words);

    /// <summary>The same with a number of thresholds of its own for each number, and bits of missing values.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="bits">Thresholds of each.</param>
    /// <param name="thresholds">Those of all, one after another; +∞ is reached by NaN alone, which is 0 else.</param>
    /// <param name="words">One run of signs.</param>
    public abstract void Thermometer(
        ReadOnlySpan<float> values, ReadOnlySpan<int> bits, ReadOnlySpan<float> thresholds, Span<ulong> words);
}
