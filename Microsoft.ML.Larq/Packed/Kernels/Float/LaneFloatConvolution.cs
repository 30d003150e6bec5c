using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Kernels.Widths;

namespace Microsoft.ML.Larq.Packed.Kernels.Float;

/// <summary>Convolves numbers by tiles of pixels × filters; the bits of <see cref="ScalarFloatConvolution"/>.</summary>
/// <remarks>
/// <para>
/// A window of one cell reads pixels where they lie; for any other their patches are put together. The last tile may
/// cover pixels of the one before again, which gives the same numbers again.
/// </para>
/// <para>
/// In a patch a tap outside the image is a 0 for pad 0. Its product is ±0, and adding that leaves a sum as it is, for a
/// sum that began with 0 is never −0. But 0 · ∞ is NaN: a kernel that is not finite is left to the specification.
/// </para>
/// </remarks>
/// <typeparam name="TWidth">How wide the tiles are, and their sums are finished.</typeparam>
internal sealed unsafe class LaneFloatConvolution<TWidth> : FloatConvolution
    where TWidth : struct, IVectorWidth
{
    private readonly FloatBlocks _blocks;
    private readonly FloatPatches? _patches;
    private readonly ScalarFloat<FloatKernelRows>? _specification;

    public LaneFloatConvolution(ConvolutionShape shape, ReadOnlySpan<float> weights, float pad)
        : base(Flat(shape))
    {
        _blocks = new FloatBlocks(Shape, weights, FloatTile.Width<TWidth>(Shape.GroupFilters));
        var flat = Shape.Height == 1 && IsFlat(Shape);
        if (!flat) _patches = new FloatPatches(Shape, pad);
        if (!Shape.Padded || pad != 0) return;
        foreach (var weight in weights)
        {
            if (float.IsFinite(weight)) continue;
            _specification = new(Shape, new FloatKernelRows(weights.ToArray(), Shape.Filters), pad, 0);
            break;
        }
    }

    public override string Name => "vector float";

    public override long Bytes => _blocks.Bytes;

    public override int ScratchWords => ((_patches?.Scratch ?? 0) + 1) / 2;

    // Shared out by patches where there are enough of them, else by blocks of filters.
    public override int Shares(int most) => _specification is not null ? 1
        : SharesPatches(most) ? most
        : Math.Min(most, Shape.Groups * _blocks.PerGroup);

    private int Pixels => Shape.Window.Rows.Output * Shape.Window.Columns.Output;

    private bool SharesPatches(int of) => _patches is not null && Pixels >= (long)of * _patches.Pixels;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(
        ReadOnlySpan<float> input, Span<ulong> scratch, SumFinish finish, Span<float> output, int rows, Share share,
        ReadOnlySpan<float> shortcut)
    {
        if (_specification is not null)
        {
            _specification.Run(input, scratch, finish, output, rows, share, shortcut);
            return;
        }

        fixed (float* inputs = input, outputs = output, others = shortcut)
        fixed (float* memory = MemoryMarshal.Cast<ulong, float>(scratch))
        {
            var work = new Work(finish, others is null ? 0 : (nint)(others - outputs));
            if (_patches is null)
            {
                // All pixels of all rows have the one tap.
                for (var group = 0; group < Shape.Groups; group++)
                {
                    var from = inputs + (group * Shape.GroupChannels);
                    Blocks(work, group, from, Shape.Channels, rows * Shape.Width, outputs, share);
                }

                return;
            }

            var (every, blocks) = SharesPatches(share.Of) ? (share.Of, Share.Whole) : (1, share);
            for (var row = 0; row < rows; row++)
            {
                var from = inputs + ((nint)row * (input.Length / rows));
                var to = outputs + ((nint)row * (output.Length / rows));
                for (int pixel = 0, place = 0; pixel < Pixels; pixel += _patches.Pixels, place++)
                {
                    if (place % every != share.Part % every) continue;
                    var count = Math.Min(_patches.Pixels, Pixels - pixel);
                    for (var group = 0; group < Shape.Groups; group++)
                    {
                        var patches = _patches.Gather(from, group, pixel, count, memory);
                        var first = to + ((nint)pixel * Shape.Filters);
                        Blocks(work, group, patches, _patches.Length, count, first, blocks);
                    }
                }
            }
        }
    }

    // To a window of one cell, an image is one line of pixels.
    private static ConvolutionShape Flat(ConvolutionShape shape)
    {
        var window = shape.Window;
        var cells = shape.Height * shape.Width;
        return !IsFlat(shape) ? shape : shape with
        {
            Height = 1,
            Width = cells,
            Window = window with { Rows = new(1, 0, 0), Columns = new(cells, 0, 0) },
        };
    }

    private static bool IsFlat(ConvolutionShape shape) =>
        shape.Taps == 1 && !shape.Padded && shape.Window.Strides == Size2D.One
        && (shape.Window.Rows.Output, shape.Window.Columns.Output) == (shape.Height, shape.Width);

    // Every block of a group's filters for pixels whose inputs lie a stride from each other.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Blocks(in Work work, int group, float* input, nint stride, int count, float* output, Share share)
    {
        var width = _blocks.Filters;
        var sums = stackalloc float[FloatTile.MostPixels * width];
        var pixels = FloatTile.PixelsOf(count, width);
        for (var part = 0; part < _blocks.PerGroup; part++)
        {
            var block = (group * _blocks.PerGroup) + part;
            if (!share.Has(block)) continue;
            var first = part * width;
            var filters = Math.Min(width, Shape.GroupFilters - first);
            first += group * Shape.GroupFilters;
            fixed (float* weights = _blocks.Block(block))
            {
                for (var i = 0; i < count; i += pixels)
                {
                    i = Math.Min(i, count - pixels);
                    FloatTile.Sum(pixels, input + (i * stride), stride, weights, _blocks.Rows, sums, width);
                    var to = output + ((nint)i * Shape.Filters);
                    SumsToNumbers<TWidth>.Write(
                        work.Finish, sums, width, pixels, first, filters, to, Shape.Filters, work.Shortcut);
                }
            }
        }
    }

    /// <summary>What becomes of the sums.</summary>
    private readonly struct Work(SumFinish finish, nint shortcut)
    {
        public readonly SumFinish Finish = finish;

        // From a number of the output to what is added to it; 0 for nothing.
        public readonly nint Shortcut = shortcut;
    }
}
