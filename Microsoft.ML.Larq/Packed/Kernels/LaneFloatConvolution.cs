using System.Runtime.InteropServices;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed;

/// <summary>Convolves numbers by tiles of pixels × filters; the bits of <see cref="ScalarFloatConvolution"/>.</summary>
/// <remarks>
/// Pixels of an output row whose taps lie inside alike make a tile; the last tile of such a stretch may cover pixels of
/// the one before again, which gives the same numbers again. Taps of a kernel row that lie next to each other in the
/// image are one run of inputs. Taps outside the image are left out for pad 0, otherwise they read a pixel of padding.
/// </remarks>
internal sealed unsafe class LaneFloatConvolution : FloatConvolution
{
    private readonly FloatBlocks _blocks;
    private readonly TapRange[] _rows;
    private readonly TapRange[] _columns;
    private readonly float[] _pad;
    private readonly bool _runsTogether;

    public LaneFloatConvolution(ConvolutionShape shape, ReadOnlySpan<float> weights, float pad, bool signs)
        : base(Flat(shape))
    {
        _blocks = new FloatBlocks(Shape, weights, signs);
        var window = Shape.Window;
        _rows = [.. Enumerable.Range(0, window.Rows.Output).Select(y => TapRange.Row(window, y, Shape.Height))];
        _columns = [.. Enumerable.Range(0, window.Columns.Output).Select(x => TapRange.Column(window, x, Shape.Width))];
        _pad = pad == 0 ? [] : new float[shape.GroupChannels];
        Array.Fill(_pad, pad);
        _runsTogether = Shape.Groups == 1 && window.Dilation.Width == 1;
    }

    public override string Name => "vector float";

    public override long Bytes => _blocks.Bytes;

    public override int ScratchWords => (_blocks.Scratch + 1) / 2;

    public override void Run(ReadOnlySpan<float> input, Span<ulong> scratch, Span<float> output)
    {
        var spread = MemoryMarshal.Cast<ulong, float>(scratch);
        fixed (float* from = input, to = output)
        {
            for (var block = 0; block < Shape.Groups * _blocks.PerGroup; block++)
            {
                fixed (float* weights = _blocks.Block(block, spread))
                {
                    for (var y = 0; y < _rows.Length; y++) Row(block, y, from, weights, to);
                }
            }
        }
    }

    // Pixels of a window of one cell lie in a row, whatever the image.
    private static ConvolutionShape Flat(ConvolutionShape shape)
    {
        var window = shape.Window;
        var single = shape.Taps == 1 && !shape.Padded && window.Strides == Size2D.One;
        var cells = shape.Height * shape.Width;
        return !single ? shape : shape with
        {
            Height = 1,
            Width = cells,
            Window = window with { Rows = new(1, 0, 0), Columns = new(cells, 0, 0) },
        };
    }

    private void Row(int block, int y, float* input, float* weights, float* output)
    {
        for (var x = 0; x < _columns.Length;)
        {
            var end = x + 1;
            var (first, last) = (_columns[x].First, _columns[x].End);
            while (end < _columns.Length && _columns[end].First == first && _columns[end].End == last) end++;
            if (end - x < FloatTile.Pixels)
            {
                for (; x < end; x++) Tile(1, block, y, x, input, weights, output);
                continue;
            }

            for (; x < end; x += FloatTile.Pixels)
            {
                x = Math.Min(x, end - FloatTile.Pixels);
                Tile(FloatTile.Pixels, block, y, x, input, weights, output);
            }
        }
    }

    private void Tile(int pixels, int block, int y, int x, float* input, float* weights, float* output)
    {
        var (group, part) = Math.DivRem(block, _blocks.PerGroup);
        var sums = stackalloc float[FloatTile.Pixels * FloatTile.Filters];
        new Span<float>(sums, pixels * FloatTile.Filters).Clear();
        Sum(pixels, group, _rows[y], _columns[x], input, weights, sums);
        var first = part * FloatTile.Filters;
        var filters = Math.Min(FloatTile.Filters, Shape.GroupFilters - first);
        var to = output + (((nint)(y * _columns.Length) + x) * Shape.Filters) + (group * Shape.GroupFilters) + first;
        for (var p = 0; p < pixels; p++, to += Shape.Filters, sums += FloatTile.Filters)
            new ReadOnlySpan<float>(sums, filters).CopyTo(new Span<float>(to, filters));
    }

    private void Sum(
        int pixels, int group, in TapRange rows, in TapRange columns, float* input, float* weights, float* sums)
    {
        var (height, width) = Shape.Window.Kernel;
        var channels = Shape.GroupChannels;
        var stride = (nint)Shape.Window.Strides.Width * Shape.Channels;
        var line = channels * FloatTile.Filters;
        for (var row = 0; row < height; row++)
        {
            var tap = weights + ((nint)row * width * line);
            if (row < rows.First || row >= rows.End)
            {
                Pad(pixels, width, tap, sums);
                continue;
            }

            Pad(pixels, columns.First, tap, sums);
            tap += (nint)columns.First * line;
            var runs = _runsTogether ? Math.Min(columns.Count, 1) : columns.Count;
            var run = _runsTogether ? columns.Count * channels : channels;
            for (var i = 0; i < runs; i++, tap += (nint)run * FloatTile.Filters)
            {
                var cell = ((nint)rows.Cell(row) * Shape.Width) + columns.Cell(columns.First + i);
                var from = input + (cell * Shape.Channels) + (group * channels);
                FloatTile.Add(pixels, from, stride, tap, run, sums);
            }

            Pad(pixels, width - columns.End, tap, sums);
        }
    }

    private void Pad(int pixels, int taps, float* weights, float* sums)
    {
        if (_pad.Length == 0) return;
        fixed (float* pad = _pad)
        {
            for (; taps > 0; taps--, weights += (nint)_pad.Length * FloatTile.Filters)
                FloatTile.Add(pixels, pad, 0, weights, _pad.Length, sums);
        }
    }
}
