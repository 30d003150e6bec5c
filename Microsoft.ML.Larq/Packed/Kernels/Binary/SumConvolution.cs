using Microsoft.ML.Larq.Packed.Kernels.Packing;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Kernels.Widths;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>Convolves signs with signs and finishes the counts pixel by pixel, in numbers or in signs.</summary>
/// <remarks>
/// Outside the image a patch is +1 or −1; see <see cref="Borders{TCount}"/> for pad 0. A count is at most the signs of
/// a patch, which are fewer than 2³¹ because an array holds their weights. Of several planes the counts are added, each
/// times what its plane counts; there is no pad 0.
/// </remarks>
/// <typeparam name="TWidth">How wide the counts are finished.</typeparam>
internal abstract unsafe class SumConvolution<TWidth>(ConvolutionShape shape, int planes)
    : BinaryConvolution(shape, planes)
    where TWidth : struct, IVectorWidth
{
    public override bool CanWriteSigns => Shape.Groups == 1 || Shape.GroupFilters % 8 == 0;

    public override void Run(
        ReadOnlySpan<ulong> input, Span<ulong> scratch, SumFinish finish, Span<float> output, int rows,
        Share share, ReadOnlySpan<float> shortcut)
    {
        fixed (ulong* from = input, memory = scratch)
        fixed (float* to = output, other = shortcut)
        {
            var fromBytes = (nint)input.Length / rows * sizeof(ulong);
            var toBytes = (nint)output.Length / rows * sizeof(float);
            var delta = other is null ? 0 : (nint)((byte*)other - (byte*)to);
            var target = new SumTarget<TWidth>(finish, (byte*)to, toBytes, Shape.Filters * sizeof(float), delta);
            Run((byte*)from, fromBytes, rows, (byte*)memory, target, share);
        }
    }

    public override void Run(
        ReadOnlySpan<ulong> input, Span<ulong> scratch, SumThresholds thresholds, Span<ulong> output, int rows,
        Share share)
    {
        fixed (ulong* from = input, memory = scratch, to = output)
        {
            var fromBytes = (nint)input.Length / rows * sizeof(ulong);
            var toBytes = (nint)output.Length / rows * sizeof(ulong);
            var target = new SumTarget<TWidth>(
                thresholds, (byte*)to, toBytes, SignFormat.Bytes.RunBytes(Shape.Filters));
            Run((byte*)from, fromBytes, rows, (byte*)memory, target, share);
        }
    }

    /// <summary>Every pixel of some rows of a batch.</summary>
    /// <param name="input">The signs of the first row.</param>
    /// <param name="inputBytes">Bytes from a row to the next.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="scratch">Memory that may be overwritten.</param>
    /// <param name="target">Where the counts go.</param>
    /// <param name="share">What of it to compute.</param>
    protected abstract void Run(
        byte* input, nint inputBytes, int rows, byte* scratch, SumTarget<TWidth> target, Share share);
}
