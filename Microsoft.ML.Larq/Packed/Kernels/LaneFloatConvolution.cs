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
    private readonly bool _flat;

    public LaneFloatConvolution(ConvolutionShape shape, ReadOnlySpan<float> weights, float pad, bool signs)
        : base(Flat(shape))
    {
        _flat = Shape.Height == 1 && IsFlat(Shape);
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

    // Blocks of filters.
    public override int Shares(int most) => Math.Min(most, Shape.Groups * _blocks.PerGroup);

    public override void Run(
        ReadOnlySpan<float> input, Span<ulong> scratch, SumFinish finish, Span<float> output, int rows, Share share,
        ReadOnlySpan<float> shortcut)
    {
        var spread = MemoryMarshal.Cast<ulong, float>(scratch);
        fixed (float* inputs = input, outputs = output, others = shortcut)
        {
            var delta = others is null ? 0 : (nint)(others - outputs);
            for (var block = 0; block < Shape.Groups * _blocks.PerGroup; block++)
            {
                if (!share.Has(block)) continue;
                fixed (float* weights = _blocks.Block(block, spread))
                {
                    var work = new Work(block, weights, finish, delta);
                    if (_flat)
                    {
                        // All pixels of all rows have the one tap.
                        Stretch(work, 0, 0, rows * _columns.Length, inputs, outputs);
                        continue;
                    }

                    for (var row = 0; row < rows; row++)
                    {
                        var from = inputs + ((nint)row * (input.Length / rows));
                        var to = outputs + ((nint)row * (output.Length / rows));
                        for (var y = 0; y < _rows.Length; y++) Row(work, y, from, to);
                    }
                }
            }
        }
    }

    // Pixels of a window of one cell lie in a row, whatever the image.
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

    private void Row(in Work work, int y, float* input, float* output)
    {
        for (var x = 0; x < _columns.Length;)
        {
            var end = x + 1;
            var (first, last) = (_columns[x].First, _columns[x].End);
            while (end < _columns.Length && _columns[end].First == first && _columns[end].End == last) end++;
            Stretch(work, y, x, end, input, output);
            x = end;
        }
    }

    // Pixels whose taps lie inside the image alike.
    private void Stretch(in Work work, int y, int x, int end, float* input, float* output)
    {
        var pixels = FloatTile.PixelsOf(end - x, _blocks.Filters);
        for (; x < end; x += pixels)
        {
            x = Math.Min(x, end - pixels);
            Tile(pixels, work, y, x, input, output);
        }
    }

    private void Tile(int pixels, in Work work, int y, int x, float* input, float* output)
    {
        var (group, part) = Math.DivRem(work.Block, _blocks.PerGroup);
        var width = _blocks.Filters;
        var sums = stackalloc float[FloatTile.MostPixels * width];
        new Span<float>(sums, pixels * width).Clear();
        if (_flat)
        {
            var from = input + ((nint)x * Shape.Channels) + (group * Shape.GroupChannels);
            FloatTile.Add(pixels, from, Shape.Channels, work.Weights, Shape.GroupChannels, sums, width);
        }
        else
        {
            Sum(pixels, group, _rows[y], _columns[x], input, work.Weights, sums);
        }

        var first = part * width;
        var filters = Math.Min(width, Shape.GroupFilters - first);
        var to = output + (((nint)(y * _columns.Length) + x) * Shape.Filters);
        work.Finish.Write(sums, width, pixels, (group * Shape.GroupFilters) + first, filters, to, Shape.Filters,
            work.Shortcut);
    }

    private void Sum(
        int pixels, int group, in TapRange rows, in TapRange columns, float* input, float* weights, float* sums)
    {
        var (height, width) = Shape.Window.Kernel;
        var channels = Shape.GroupChannels;
        var stride = (nint)Shape.Window.Strides.Width * Shape.Channels;
        var line = channels * _blocks.Filters;
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
            for (var i = 0; i < runs; i++, tap += (nint)run * _blocks.Filters)
            {
                var cell = ((nint)rows.Cell(row) * Shape.Width) + columns.Cell(columns.First + i);
                var from = input + (cell * Shape.Channels) + (group * channels);
                FloatTile.Add(pixels, from, stride, tap, run, sums, _blocks.Filters);
            }

            Pad(pixels, width - columns.End, tap, sums);
        }
    }

    private void Pad(int pixels, int taps, float* weights, float* sums)
    {
        if (_pad.Length == 0) return;
        fixed (float* pad = _pad)
        {
            for (; taps > 0; taps--, weights += (nint)_pad.Length * _blocks.Filters)
                FloatTile.Add(pixels, pad, 0, weights, _pad.Length, sums, _blocks.Filters);
        }
    }

    /// <summary>A block of filters and what becomes of its sums.</summary>
    private readonly struct Work(int block, float* weights, SumFinish finish, nint shortcut)
    {
        public readonly int Block = block;
        public readonly float* Weights = weights;
        public readonly SumFinish Finish = finish;

        // From a number of the output to what is added to it; 0 for nothing.
        public readonly nint Shortcut = shortcut;
    }
}
