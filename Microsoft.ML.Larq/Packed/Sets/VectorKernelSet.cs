using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Binary;
using Microsoft.ML.Larq.Packed.Kernels.Depthwise;
using Microsoft.ML.Larq.Packed.Kernels.Float;
using Microsoft.ML.Larq.Packed.Kernels.Packing;
using Microsoft.ML.Larq.Packed.Kernels.RealBySigns;
using Microsoft.ML.Larq.Packed.Kernels.Widths;

namespace Microsoft.ML.Larq.Packed.Sets;

/// <summary>The kernels of one instruction set with vectors.</summary>
/// <typeparam name="TWidth">How wide the loops run that have no kernel of their own.</typeparam>
/// <param name="name">The set's name.</param>
/// <param name="popcounts">For convolutions of signs, those of the smallest tiles first.</param>
/// <param name="tables">For those for which tables are faster; null where popcounts serve all.</param>
/// <param name="tableFilters">Filters of a group for which tables are faster, from and to.</param>
/// <param name="signs">For numbers with signs.</param>
/// <param name="slices">For depthwise convolutions of signs.</param>
internal sealed class VectorKernelSet<TWidth>(
    string name, PopcountKernel[] popcounts, TableKernel? tables, (int From, int To) tableFilters, SignKernel signs,
    SliceKernel slices) : KernelSet
    where TWidth : struct, IVectorWidth
{
    public override string Name => name;

    public override SignFormat Format => SignFormat.Bytes;

    public override bool IsScalar => false;

    public override BinaryConvolution Convolution(
        ConvolutionShape shape, ReadOnlySpan<float> weights, int pad, int planes = 1)
    {
        if (planes == 1 && DepthwiseSigns.Fits(shape)) return new DepthwiseSigns<TWidth>(slices, shape, weights, pad);
        var filters = shape.GroupFilters;
        if (tables is not null && filters >= tableFilters.From && filters <= tableFilters.To
            && TableWeights.Fits(shape, tables))
            return new TableConvolution<TWidth>(tables, shape, weights, pad, planes);
        var popcount = Array.Find(popcounts, kernel => filters <= kernel.Filters) ?? popcounts[^1];
        return new LaneConvolution<TWidth>(popcount, shape, weights, pad, planes);
    }

    public override FloatConvolution Convolution(
        ConvolutionShape shape, ReadOnlySpan<float> weights, float pad, bool isSigns)
    {
        if (shape is { Groups: > 1, GroupChannels: 1 })
            return new LaneDepthwiseConvolution<TWidth>(shape, weights, pad, isSigns);
        return isSigns
            ? new SignConvolution<TWidth>(signs, shape, weights, pad)
            : new LaneFloatConvolution<TWidth>(shape, weights, pad);
    }

    public override void Pack(ReadOnlySpan<float> values, int run, Span<ulong> words) =>
        VectorSigns<TWidth>.Pack(values, run, words);

    public override void Levels(ReadOnlySpan<float> values, int steps, Span<float> levels) =>
        VectorLevels.Run(values, steps, levels);

    public override void PackLevels(ReadOnlySpan<float> values, int planes, int run, Span<ulong> words) =>
        VectorLevels.Pack(values, planes, run, words);

    public override void Unpack(ReadOnlySpan<ulong> words, Span<float> values) =>
        VectorSigns<TWidth>.Unpack(words, values);

    public override void Thermometer(
        ReadOnlySpan<float> values, ReadOnlySpan<float> thresholds, Span<ulong> words) =>
        VectorSigns<TWidth>.Thermometer(values, thresholds, words);

    public override void Thermometer(
        ReadOnlySpan<float> values, ReadOnlySpan<int> bits, ReadOnlySpan<float> thresholds, Span<ulong> words) =>
        VectorSigns<TWidth>.Thermometer(values, bits, thresholds, words);
}
