using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Binary;
using Microsoft.ML.Larq.Packed.Kernels.Depthwise;
using Microsoft.ML.Larq.Packed.Kernels.Float;
using Microsoft.ML.Larq.Packed.Kernels.Packing;
using Microsoft.ML.Larq.Packed.Kernels.RealBySigns;

namespace Microsoft.ML.Larq.Packed.Sets;

/// <summary>The specification of every other set: plain loops, number by number.</summary>
internal sealed class ScalarKernelSet : KernelSet
{
    public override string Name => "scalar";

    public override SignFormat Format => SignFormat.Words;

    public override bool IsScalar => true;

    public override BinaryConvolution Convolution(
        ConvolutionShape shape, ReadOnlySpan<float> weights, int pad, int planes = 1) =>
        planes == 1 && DepthwiseSigns.Fits(shape)
            ? new ScalarDepthwiseSigns(shape, weights, pad)
            : new ScalarConvolution(shape, weights, pad, planes);

    public override FloatConvolution Convolution(
        ConvolutionShape shape, ReadOnlySpan<float> weights, float pad, bool signs)
    {
        if (signs && shape is not { Groups: > 1, GroupChannels: 1 })
            return new ScalarSignConvolution(shape, weights, pad);
        if (!signs)
        {
            return new ScalarFloat<FloatKernelRows>(
                shape, new FloatKernelRows(weights.ToArray(), shape.Filters), pad,
                sizeof(float) * (long)weights.Length);
        }

        var words = new ulong[Bits.Words(weights.Length, shape.Filters)];
        ScalarSigns.Pack(weights, shape.Filters, words);
        return new ScalarFloat<SignKernelRows>(
            shape, new SignKernelRows(words, shape.Filters), pad, sizeof(ulong) * (long)words.Length);
    }

    public override void Pack(ReadOnlySpan<float> values, int run, Span<ulong> words) =>
        ScalarSigns.Pack(values, run, words);

    public override void Levels(ReadOnlySpan<float> values, int steps, Span<float> levels) =>
        ScalarLevels.Run(values, steps, levels);

    public override void PackLevels(ReadOnlySpan<float> values, int planes, int run, Span<ulong> words) =>
        ScalarLevels.Pack(values, planes, run, words);

    public override void Unpack(ReadOnlySpan<ulong> words, Span<float> values) => ScalarSigns.Unpack(words, values);

    public override void Thermometer(
        ReadOnlySpan<float> values, ReadOnlySpan<float> thresholds, Span<ulong> words) =>
        ScalarSigns.Thermometer(values, thresholds, words);

    public override void Thermometer(
        ReadOnlySpan<float> values, ReadOnlySpan<int> bits, ReadOnlySpan<float> thresholds, Span<ulong> words) =>
        ScalarSigns.Thermometer(values, bits, thresholds, words);
}
