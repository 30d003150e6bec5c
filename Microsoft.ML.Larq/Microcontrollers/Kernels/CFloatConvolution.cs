using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Float;
using Microsoft.ML.Larq.Packed.Kernels.Sums;

namespace Microsoft.ML.Larq.Microcontrollers.Kernels;

/// <summary>A convolution of numbers with numbers or signs, to be written in C.</summary>
/// <param name="shape">The geometry.</param>
/// <param name="weights">Row-major (height, width, channels/groups, filters).</param>
/// <param name="pad">What lies around the image.</param>
/// <param name="isSigns">Whether the weights are ±1.</param>
internal sealed class CFloatConvolution(ConvolutionShape shape, float[] weights, float pad, bool isSigns)
    : FloatConvolution(shape)
{
    /// <summary>Whether each filter reads one of several channels.</summary>
    public bool IsDepthwise => Shape is { Groups: > 1, GroupChannels: 1 };

    public bool IsSigns => isSigns;

    public float Pad => pad;

    public float[] Weights => weights;

    /// <summary>Numbers of a patch, without those that fill it up.</summary>
    public int Inputs => Shape.Taps * Shape.GroupChannels;

    /// <summary>
    /// Weights of ±1: filter by filter a run of inputs; of a depthwise one, tap by tap a run of filters.
    /// </summary>
    public uint[] Words() => IsDepthwise
        ? SignWords.Pack(Shape.Taps, Shape.Filters, (tap, filter) => weights[(tap * Shape.Filters) + filter] < 0)
        : SignWords.Pack(Shape.Filters, Inputs, (filter, input) => weights[(input * Shape.Filters) + filter] < 0);

    public override string Name => "C";

    public override long Bytes => isSigns ? (long)Words().Length * sizeof(uint) : (long)weights.Length * sizeof(float);

    public override void Run(
        ReadOnlySpan<float> input, Span<ulong> scratch, SumFinish finish, Span<float> output, int rows, Share share,
        ReadOnlySpan<float> shortcut) => throw CKernelSet.NotHere();
}
