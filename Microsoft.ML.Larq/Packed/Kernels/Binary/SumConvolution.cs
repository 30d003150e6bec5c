using System.Numerics;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed;

/// <summary>Convolves signs with signs and finishes the counts pixel by pixel, in numbers or in signs.</summary>
/// <remarks>
/// Outside the image a patch is +1 or −1; see <see cref="Borders{TCount}"/> for pad 0. A count is at most the signs of
/// a patch, which are fewer than 2³¹ because an array holds their weights. Of several planes the counts are added, each
/// times what its plane counts; there is no pad 0.
/// </remarks>
internal abstract unsafe class SumConvolution(ConvolutionShape shape, int planes) : BinaryConvolution(shape, planes)
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
            var target = new SumTarget(finish, (byte*)to, toBytes, Shape.Filters * sizeof(float), delta);
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
            var target = new SumTarget(thresholds, (byte*)to, toBytes, SignFormat.Bytes.RunBytes(Shape.Filters));
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
    protected abstract void Run(byte* input, nint inputBytes, int rows, byte* scratch, SumTarget target, Share share);
}

/// <summary>Where counts go.</summary>
/// <param name="output">What becomes of them.</param>
/// <param name="first">The first pixel of the first row.</param>
/// <param name="rowBytes">Bytes from a row of the batch to the next.</param>
/// <param name="pixelBytes">Bytes from a pixel to the next.</param>
/// <param name="shortcut">Bytes from a number to what is added to it; 0 for nothing.</param>
internal readonly unsafe struct SumTarget(
    SumOutput output, byte* first, nint rowBytes, nint pixelBytes, nint shortcut = 0)
{
    /// <summary>Finishes consecutive pixels of a row, or of rows that have one pixel.</summary>
    public void Write<TCount>(
        in CountTile<TCount> tile, Borders<TCount> borders, int row, int pixel, bool rowsArePixels)
        where TCount : unmanaged, INumber<TCount>
    {
        var to = first + (row * rowBytes) + (pixel * pixelBytes);
        var stride = rowsArePixels ? rowBytes : pixelBytes;
        var next = rowsArePixels ? 0 : 1;
        if (borders.None)
        {
            Write(tile, borders.Signs(pixel), to, stride);
            return;
        }

        for (int i = 0, some; i < tile.Pixels; i += some, pixel += some * next, to += some * stride)
        {
            some = rowsArePixels ? tile.Pixels : borders.Alike(pixel, tile.Pixels - i);
            for (var p = i; p < i + some && borders.Touch(pixel); p++)
                borders.Correct(pixel, tile.Filter, tile.Line(p));
            Write(tile.Some(i, some), borders.Signs(pixel), to, stride);
        }
    }

    /// <summary>Finishes consecutive pixels, or rows, whose counts are those of several planes.</summary>
    public void Write(in CountTile<int> tile, int signs, int row, int pixel, bool rowsArePixels) =>
        Write(tile, signs, first + (row * rowBytes) + (pixel * pixelBytes), rowsArePixels ? rowBytes : pixelBytes);

    private void Write<TCount>(in CountTile<TCount> tile, int signs, byte* to, nint stride)
        where TCount : unmanaged, INumber<TCount>
    {
        if (typeof(TCount) == typeof(ushort))
        {
            ref var counts = ref Unsafe.As<CountTile<TCount>, CountTile<ushort>>(ref Unsafe.AsRef(in tile));
            output.Write(counts, signs, to, stride, shortcut);
        }
        else
        {
            ref var counts = ref Unsafe.As<CountTile<TCount>, CountTile<int>>(ref Unsafe.AsRef(in tile));
            output.Write(counts, signs, to, stride, shortcut);
        }
    }
}
