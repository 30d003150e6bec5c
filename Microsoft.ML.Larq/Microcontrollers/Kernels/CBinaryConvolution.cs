using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Binary;
using Microsoft.ML.Larq.Packed.Kernels.Sums;

namespace Microsoft.ML.Larq.Microcontrollers.Kernels;

/// <summary>A convolution of signs with signs, to be written in C.</summary>
/// <remarks>
/// Weights: filter by filter, tap by tap a run of channels. A depthwise one has, tap by tap, a run of filters, and
/// reads runs of all channels.
/// </remarks>
internal sealed class CBinaryConvolution : BinaryConvolution
{
    public CBinaryConvolution(ConvolutionShape shape, ReadOnlySpan<float> weights, int pad, int planes)
        : base(shape, planes)
    {
        var values = weights.ToArray();
        Pad = shape.Padded ? pad : 0;
        Words = IsDepthwise
            ? SignWords.Pack(shape.Taps, shape.Filters, (tap, filter) => values[(tap * shape.Filters) + filter] < 0)
            : SignWords.Pack(shape.Filters * shape.Taps, shape.GroupChannels, (line, channel) =>
            {
                var (filter, tap) = Math.DivRem(line, shape.Taps);
                return values[(((tap * shape.GroupChannels) + channel) * shape.Filters) + filter] < 0;
            });
    }

    public bool IsDepthwise => Shape is { Groups: > 1, GroupChannels: 1 };

    /// <summary>What lies around the image; 0 where nothing does.</summary>
    public int Pad { get; }

    public uint[] Words { get; }

    public override string Name => "C";

    public override long Bytes => (long)Words.Length * sizeof(uint);

    public override int InputRun => IsDepthwise ? Shape.Channels : Shape.GroupChannels;

    public override bool CanWriteSigns => true;

    public override void Run(
        ReadOnlySpan<ulong> input, Span<ulong> scratch, SumFinish finish, Span<float> output, int rows,
        Share share, ReadOnlySpan<float> shortcut) => throw CKernelSet.NotHere();
}
