using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed.Kernels.Float;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Kernels.Widths;

namespace Microsoft.ML.Larq.Packed.Kernels.RealBySigns;

/// <summary>
/// Convolves numbers with signs: adds and subtracts; the bits of <see cref="ScalarSignConvolution"/>.
/// </summary>
/// <remarks>
/// Where channels are whole groups, the sums of a group are made once for every cell of the image and read by all taps;
/// else once for every patch. A window of one cell reads pixels where they lie.
/// </remarks>
/// <typeparam name="TWidth">How wide the sums are finished.</typeparam>
internal sealed unsafe class SignConvolution<TWidth> : FloatConvolution
    where TWidth : struct, IVectorWidth
{
    // Numbers that are kept at once. Those of lines are read by all taps and blocks of filters: the second cache has
    // room.
    private const int MostLineEntries = 98304;
    private const int MostPatchEntries = 16384;

    private readonly SignKernel _kernel;
    private readonly SignWeights _weights;
    private readonly FloatLines? _lines;
    private readonly FloatPatches? _patches;
    private readonly int _inputs;
    private readonly int _entries;

    // Output rows of a band of lines, or pixels with patches or one cell.
    private readonly int _together;

    public SignConvolution(SignKernel kernel, ConvolutionShape shape, ReadOnlySpan<float> weights, float pad)
        : base(shape)
    {
        var window = shape.Window;
        _kernel = kernel;
        IsOneCell = shape.Taps == 1 && !shape.Padded && window.Strides == Size2D.One
            && (window.Rows.Output, window.Columns.Output) == (shape.Height, shape.Width);
        var cells = !IsOneCell && shape.Groups == 1 && shape.Channels % SignKernel.Group == 0
            && window.Dilation.Width == 1
            && window.Strides.Height * window.Strides.Width < shape.Taps;
        _weights = new SignWeights(kernel, shape, weights, cells ? window.Kernel.Height : 1);
        if (cells)
        {
            _lines = new FloatLines(shape, pad);
            _inputs = _lines.Length;
            _entries = checked(_lines.Length / SignKernel.Group * kernel.Entry);
            _together = window.Rows.Output;
            while (_together > 1 && _lines.Under(_together) * (long)_entries > MostLineEntries) _together--;
            ScratchFloats = checked(_inputs + (_lines.Under(_together) * _entries));
            return;
        }

        _entries = checked(_weights.RowGroups * kernel.Entry);
        _together = Math.Max(MostPatchEntries / _entries / SignKernel.MostPixels, 1) * SignKernel.MostPixels;
        if (!IsOneCell)
        {
            _patches = new FloatPatches(shape, pad, SignKernel.Group);
            _together = Math.Min(_together, _patches.Pixels);
        }

        ScratchFloats = checked((_patches?.Scratch ?? 0) + (_together * _entries));
    }

    public override string Name => _kernel.Name;

    public override long Bytes => _weights.Bytes;

    public override int ScratchWords => (ScratchFloats + 1) / 2;

    // Shared out by stretches of pixels where there are enough of them, else by blocks of filters.
    public override int Shares(int most) =>
        SharesPixels(most) ? most : Math.Min(most, Shape.Groups * _weights.PerGroup);

    private bool IsOneCell { get; }

    private int ScratchFloats { get; }

    private int Pixels => Shape.Window.Rows.Output * Shape.Window.Columns.Output;

    // How many pixels, or output rows where lines are kept, are shared out.
    private int Places => _lines is null ? Pixels : Shape.Window.Rows.Output;

    private bool SharesPixels(int of) => Places >= 2L * of * (_lines is null ? SignKernel.MostPixels : 1);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(
        ReadOnlySpan<float> input, Span<ulong> scratch, SumFinish finish, Span<float> output, int rows, Share share,
        ReadOnlySpan<float> shortcut)
    {
        fixed (float* inputs = input, outputs = output, others = shortcut)
        fixed (float* memory = MemoryMarshal.Cast<ulong, float>(scratch))
        {
            var work = new Work(finish, others is null ? 0 : (nint)(others - outputs), memory, share);
            var (from, end) = (0, Places);
            if (SharesPixels(share.Of)) ((from, end), work) = (share.Stretch(Places), work.Whole);
            if (IsOneCell && Pixels == 1)
            {
                // The batch's rows take the place of pixels.
                Run(work, inputs, outputs, 0, rows);
                return;
            }

            for (var row = 0; row < rows; row++)
            {
                var image = inputs + ((nint)row * (input.Length / rows));
                Run(work, image, outputs + ((nint)row * (output.Length / rows)), from, end);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(in Work work, float* image, float* output, int from, int end)
    {
        for (; from < end; from += _together)
        {
            var count = Math.Min(_together, end - from);
            if (_lines is not null)
            {
                Band(work, image, output, from, count);
                continue;
            }

            for (var group = 0; group < Shape.Groups; group++)
            {
                var entries = work.Memory;
                if (_patches is not null)
                {
                    var patches = _patches.Gather(image, group, from, count, entries);
                    entries += _patches.Scratch;
                    _kernel.Prepare(patches, count * _patches.Length, entries);
                }
                else
                {
                    var numbers = image + ((nint)from * Shape.Channels) + (group * Shape.GroupChannels);
                    for (var i = 0; i < count; i++, numbers += Shape.Channels)
                        _kernel.Prepare(numbers, Shape.GroupChannels, entries + ((nint)i * _entries));
                }

                Blocks(work, group, new(entries, _entries, 1, _weights.RowGroups, 0), 1, 0, count,
                    output + ((nint)from * Shape.Filters));
            }
        }
    }

    // Some output rows: the lines under them, then every row's pixels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Band(in Work work, float* image, float* output, int y, int count)
    {
        var window = Shape.Window;
        var entries = work.Memory + _inputs;
        for (var i = 0; i < _lines!.Under(count); i++)
        {
            _lines.Fill(image, y, i, 1, work.Memory);
            _kernel.Prepare(work.Memory, _inputs, entries + ((nint)i * _entries));
        }

        var cell = (nint)Shape.Channels / SignKernel.Group * _kernel.Entry;
        var patches = new SignPatches(
            entries, cell * window.Strides.Width, window.Kernel.Height, _weights.RowGroups,
            (nint)_entries * window.Dilation.Height);
        var columns = window.Columns.Output;
        Blocks(work, 0, patches, count, (nint)_entries * window.Strides.Height, columns,
            output + ((nint)y * columns * Shape.Filters));
    }

    // Every block of a group's filters for rows of pixels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Blocks(
        in Work work, int group, in SignPatches patches, int rows, nint next, int count, float* output)
    {
        var width = _weights.Filters;
        var sums = stackalloc float[SignKernel.MostPixels * width];
        var pixels = _kernel.PixelsOf(count, width);
        for (var part = 0; part < _weights.PerGroup; part++)
        {
            var block = (group * _weights.PerGroup) + part;
            if (!work.Share.Has(block)) continue;
            var first = part * width;
            var filters = Math.Min(width, Shape.GroupFilters - first);
            first += group * Shape.GroupFilters;
            fixed (uint* weights = _weights.Block(block))
            {
                var line = patches;
                var to = output;
                for (var row = 0; row < rows; row++)
                {
                    for (var i = 0; i < count; i += pixels)
                    {
                        i = Math.Min(i, count - pixels);
                        _kernel.Sum(pixels, line.From(i), weights, sums, width);
                        SumsToNumbers<TWidth>.Write(
                            work.Finish, sums, width, pixels, first, filters, to + ((nint)i * Shape.Filters),
                            Shape.Filters, work.Shortcut);
                    }

                    line = line.Down(next);
                    to += (nint)count * Shape.Filters;
                }
            }
        }
    }

    /// <summary>The finish of the sums, the scratch memory, and which blocks of filters to compute.</summary>
    private readonly struct Work(SumFinish finish, nint shortcut, float* memory, Share share)
    {
        public readonly SumFinish Finish = finish;

        // From a number of the output to what is added to it; 0 for nothing.
        public readonly nint Shortcut = shortcut;
        public readonly float* Memory = memory;
        public readonly Share Share = share;

        public Work Whole => new(Finish, Shortcut, Memory, Share.Whole);
    }
}
