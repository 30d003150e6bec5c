using System.Numerics;
using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Packed.Kernels.Binary;
using Microsoft.ML.Larq.Packed.Kernels.Packing;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Kernels.Widths;

namespace Microsoft.ML.Larq.Packed.Kernels.Depthwise;

/// <summary>
/// Convolves each channel's signs on their own: channels lie across bits, and taps are counted by adders.
/// </summary>
/// <remarks>
/// <para>
/// An output row at a time, or as much of it as keeps all that is read in the first cache. Whatever a tap reads for the
/// pixels of a row lies together (<see cref="SliceLines"/>), so that a vector takes as many pixels as fill it.
/// </para>
/// <para>
/// Outside an image that is padded with 0, signs and weights are both 0: they do not differ, and the pixel's sum has
/// so many signs fewer. Otherwise the padding's signs are laid around the image.
/// </para>
/// </remarks>
internal abstract unsafe class DepthwiseSigns : BinaryConvolution
{
    private const int BlockBytes = 1024;
    private const int Alignment = 64;

    private readonly SliceKernel _kernel;
    private readonly SliceLines _lines;
    private readonly TapRange[] _rows;
    private readonly TapRange[] _columns;
    private readonly byte[] _weights;
    private readonly int _block;
    private readonly int _line;
    private readonly int _kept;

    /// <summary>Packs a kernel of ±1.</summary>
    /// <param name="kernel">The adders.</param>
    /// <param name="shape">The geometry, a group for each channel.</param>
    /// <param name="weights">Row-major (height, width, 1, filters).</param>
    /// <param name="pad">What lies around the image: −1, 0 or +1.</param>
    protected DepthwiseSigns(SliceKernel kernel, ConvolutionShape shape, ReadOnlySpan<float> weights, int pad)
        : base(shape, planes: 1)
    {
        var run = SignFormat.Bytes.RunBytes(shape.Filters);
        _kernel = kernel;
        _rows = TapRange.Rows(shape);
        _columns = TapRange.Columns(shape);
        LeavesOut = shape.Padded && pad == 0;
        _block = Math.Clamp(BlockBytes / run, 1, _columns.Length);
        _lines = new SliceLines(shape, pad, _block);
        _line = checked(((_block * run) + SliceKernel.Slack + Alignment - 1) / Alignment * Alignment);
        _kept = Math.Min(((shape.Window.Kernel.Height - 1) * shape.Window.Dilation.Height) + 1, shape.Height);
        PlaneCount = BitOperations.Log2((uint)shape.Taps) + 1;
        _weights = new byte[checked(shape.Taps * run)];
        for (var i = 0; i < weights.Length; i++)
        {
            var (tap, filter) = Math.DivRem(i, shape.Filters);
            if (weights[i] < 0) _weights[(tap * run) + (filter / 8)] |= (byte)(1 << (filter % 8));
        }
    }

    public override string Name => $"{_kernel.Name} slices";

    public override long Bytes => _weights.Length;

    /// <summary>Planes of a count.</summary>
    public int PlaneCount { get; }

    /// <summary>Whether taps outside the image are left out, so that pixels count different numbers of signs.</summary>
    public bool LeavesOut { get; }

    public override int InputRun => Shape.Channels;

    public override bool CanWriteSigns => true;

    // The time goes with the numbers that come out, about ten per nanosecond, and hardly with the taps.
    public override double Nanoseconds => Shape.Macs / (10.0 * Shape.Taps);

    // Lines of weights, one per tap; of planes of counts; of thresholds and flips; a line of signs; counts of eight
    // lines. Then the kept rows and one of padding.
    public override int ScratchWords => checked(
        (((Shape.Taps + PlaneCount + PlaneCount + 1 + 1 + 8) * _line) + ((_kept + 1) * _lines.Bytes) + Alignment)
        / sizeof(ulong)) + 1;

    private int Run8 => _lines.Run * 8;

    public static bool Fits(ConvolutionShape shape) =>
        shape is { GroupChannels: 1, Groups: > 1, Taps: <= SliceKernel.MostTaps };

    public override int Shares(int most) => Math.Min(most, _rows.Length);

    public override SumThresholds Thresholds(SumFinish finish) => new SlicedThresholds(
        finish, Shape.Filters, from row in _rows from column in _columns select SignsOf(row, column), PlaneCount);

    public override void Run(
        ReadOnlySpan<ulong> input, Span<ulong> scratch, SumThresholds thresholds, Span<ulong> output, int rows,
        Share share)
    {
        fixed (ulong* to = output)
        {
            var bytes = (nint)output.Length / rows * sizeof(ulong);
            Run(input, scratch, new Signs(this, (SlicedThresholds)thresholds, (byte*)to, bytes), rows, share);
        }
    }

    /// <summary>The counts of every output pixel: in how many taps it differs.</summary>
    /// <param name="input">The signs.</param>
    /// <param name="scratch">Memory that may be overwritten.</param>
    /// <param name="lines">How the planes of the counts lie.</param>
    /// <param name="output">The planes.</param>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="share">What of it to compute.</param>
    public void Run(
        ReadOnlySpan<ulong> input, Span<ulong> scratch, PlaneLines lines, Span<ulong> output, int rows, Share share)
    {
        fixed (ulong* to = output)
        {
            var bytes = (nint)output.Length / rows * sizeof(ulong);
            Run(input, scratch, new Counts(this, lines, (byte*)to, bytes), rows, share);
        }
    }

    /// <summary>Signs that a pixel counts.</summary>
    public int SignsOf(int y, int x) => SignsOf(_rows[y], _columns[x]);

    /// <summary>Every output pixel and filter, in numbers, finished as wide as is said.</summary>
    private protected void RunNumbers<TWidth>(
        ReadOnlySpan<ulong> input, Span<ulong> scratch, SumFinish finish, Span<float> output, int rows, Share share,
        ReadOnlySpan<float> shortcut)
        where TWidth : struct, IVectorWidth
    {
        fixed (float* to = output, other = shortcut)
        {
            var delta = other is null ? 0 : (nint)((byte*)other - (byte*)to);
            Run(input, scratch, new Numbers<TWidth>(this, finish, to, output.Length / rows, delta), rows, share);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run<TOutput>(
        ReadOnlySpan<ulong> input, Span<ulong> scratch, TOutput output, int rows, Share share)
        where TOutput : struct, IOutput
    {
        var (first, end) = share.Stretch(_rows.Length);
        var imageBytes = (nint)input.Length / rows * sizeof(ulong);
        fixed (ulong* from = input, memory = scratch)
        {
            var weights = (byte*)(((nint)memory + Alignment - 1) & -Alignment);
            var planes = new Planes(weights + ((nint)Shape.Taps * _line), _line, PlaneCount);
            var spare = planes.First + ((nint)PlaneCount * _line);
            var pad = spare + ((PlaneCount + 1 + 1 + 8) * (nint)_line);
            _lines.LayPad(pad);
            for (var x = 0; x < _columns.Length; x += _block)
            {
                var count = Math.Min(_block, _columns.Length - x);
                for (var tap = 0; tap < Shape.Taps; tap++) LayWeights(tap, x, count, weights + ((nint)tap * _line));
                output.Begin();
                for (var row = 0; row < rows; row++)
                {
                    var image = (byte*)from + (row * imageBytes);
                    Block(image, weights, planes, spare, pad, ref output, row, first, end, x, count);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Block<TOutput>(
        byte* image, byte* weights, in Planes planes, byte* spare, byte* pad, ref TOutput output, int row, int first,
        int end, int x, int count)
        where TOutput : struct, IOutput
    {
        var rowBytes = (nint)Shape.Width * SignFormat.Bytes.RunBytes(Shape.Channels);
        var taps = stackalloc SliceTap[SliceKernel.MostTaps];
        var laid = stackalloc int[_kept];
        new Span<int>(laid, _kept).Fill(-1);
        for (var y = first; y < end; y++)
        {
            var (rows, n) = (_rows[y], 0);
            for (var tapRow = 0; tapRow < Shape.Window.Kernel.Height; tapRow++)
            {
                var line = pad;
                if (tapRow >= rows.First && tapRow < rows.End)
                {
                    var cell = rows.Cell(tapRow);
                    var place = cell % _kept;
                    line = pad + ((place + 1) * (nint)_lines.Bytes);
                    if (laid[place] != cell) _lines.Lay(image + (cell * rowBytes), x, line);
                    laid[place] = cell;
                }
                else if (LeavesOut)
                {
                    continue;
                }

                for (var column = 0; column < Shape.Window.Kernel.Width; column++)
                {
                    var tap = (tapRow * Shape.Window.Kernel.Width) + column;
                    taps[n++] = new SliceTap(line + _lines.Start(column), weights + ((nint)tap * _line));
                }
            }

            _kernel.Count(taps, n, (nint)count * _lines.Run, planes);
            output.Write(planes, spare, row, y, x, count);
        }
    }

    // Where a tap falls outside for a pixel and is left out, both signs and weights are 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LayWeights(int tap, int x, int count, byte* line)
    {
        var (column, run) = (tap % Shape.Window.Kernel.Width, _lines.Run);
        SliceLines.Fill(_weights.AsSpan(tap * run, run), line, count);
        for (var i = 0; LeavesOut && i < count; i++)
        {
            var range = _columns[x + i];
            if (column < range.First || column >= range.End) new Span<byte>(line + ((nint)i * run), run).Clear();
        }
    }

    // Signs that a pixel counts.
    private int SignsOf(in TapRange rows, in TapRange columns) => LeavesOut ? rows.Count * columns.Count : Shape.Taps;

    // Pixels of a line from one on that count as many signs.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Alike(int x, int end)
    {
        if (!LeavesOut) return end - x;
        var next = x + 1;
        while (next < end && _columns[next].Count == _columns[x].Count) next++;
        return next - x;
    }

    /// <summary>What becomes of a line's counts.</summary>
    private interface IOutput
    {
        /// <summary>Other columns follow.</summary>
        void Begin();

        void Write(in Planes planes, byte* spare, int row, int y, int x, int count);
    }

    private readonly struct Numbers<TWidth>(
        DepthwiseSigns layer, SumFinish finish, float* first, int rowLength, nint shortcut) : IOutput
        where TWidth : struct, IVectorWidth
    {
        public void Begin()
        {
        }

        // Pixels that count as many signs go together.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Write(in Planes planes, byte* spare, int row, int y, int x, int count)
        {
            var (width, filters) = (layer.Run8, layer.Shape.Filters);
            layer._kernel.Spread(planes, (nint)count * layer._lines.Run, spare);
            for (int i = 0, some; i < count; i += some)
            {
                some = layer.Alike(x + i, x + count);
                var signs = layer.SignsOf(layer._rows[y], layer._columns[x + i]);
                var pixel = ((nint)row * rowLength) + ((((nint)y * layer._columns.Length) + x + i) * filters);
                var tile = new CountTile<byte>(spare + ((nint)i * width), width, some, 0, filters);
                CountsToNumbers<TWidth>.Write(
                    finish, tile, signs, (byte*)(first + pixel), (nint)filters * sizeof(float), shortcut);
            }
        }
    }

    private readonly struct Counts(DepthwiseSigns layer, PlaneLines lines, byte* first, nint rowBytes) : IOutput
    {
        public void Begin()
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Write(in Planes planes, byte* spare, int row, int y, int x, int count)
        {
            var (run, columns) = (layer._lines.Run, layer._columns.Length);
            for (var plane = 0; plane < planes.Count; plane++)
            {
                var line = first + (row * rowBytes) + ((nint)lines.Word(y / lines.Rows, plane) * sizeof(ulong));
                var to = line + (((((nint)y % lines.Rows) * columns) + x) * run);
                Unsafe.CopyBlockUnaligned(to, planes.First + (plane * planes.Line), (uint)(count * run));
            }
        }
    }

    private struct Signs(DepthwiseSigns layer, SlicedThresholds thresholds, byte* first, nint rowBytes) : IOutput
    {
        // Rows inside the image of the thresholds that are laid out.
        private int _laid = -1;

        public void Begin() => _laid = -1;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Write(in Planes planes, byte* spare, int row, int y, int x, int count)
        {
            var (run, inside) = (layer._lines.Run, layer._rows[y].Count);
            for (int i = 0, some; inside != _laid && i < count; i += some)
            {
                some = layer.Alike(x + i, x + count);
                var pixel = thresholds.Planes(layer.SignsOf(layer._rows[y], layer._columns[x + i]));
                for (var plane = 0; plane <= planes.Count; plane++)
                {
                    var to = spare + (plane * planes.Line) + ((nint)i * run);
                    SliceLines.Fill(pixel.Slice(plane * run, run), to, some);
                }
            }

            _laid = inside;
            var flips = spare + (planes.Count * planes.Line);
            var signs = flips + planes.Line;
            layer._kernel.Reach(planes, spare, flips, (nint)count * run, signs);
            var at = (row * rowBytes) + ((((nint)y * layer._columns.Length) + x) * run);
            Unsafe.CopyBlockUnaligned(first + at, signs, (uint)(count * run));
        }
    }
}

/// <summary><see cref="DepthwiseSigns"/> with the width at which counts become numbers.</summary>
/// <typeparam name="TWidth">How wide counts become numbers.</typeparam>
internal sealed class DepthwiseSigns<TWidth>(
    SliceKernel kernel, ConvolutionShape shape, ReadOnlySpan<float> weights, int pad)
    : DepthwiseSigns(kernel, shape, weights, pad)
    where TWidth : struct, IVectorWidth
{
    public override void Run(
        ReadOnlySpan<ulong> input, Span<ulong> scratch, SumFinish finish, Span<float> output, int rows, Share share,
        ReadOnlySpan<float> shortcut) =>
        RunNumbers<TWidth>(input, scratch, finish, output, rows, share, shortcut);
}
