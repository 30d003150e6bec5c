using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Packed.Kernels.Packing;

namespace Microsoft.ML.Larq.Packed.Kernels.Depthwise;

/// <summary>
/// Lays out the signs of an image's rows for windows that move along them: padding included, each sign once for every
/// filter of its channel, and in such an order that what a tap reads for consecutive output pixels lies together.
/// </summary>
/// <remarks>
/// With strides s, cells 0, s, 2s, … of a row come first, then 1, s + 1, …; a tap reads one of these parts from some
/// place on.
/// </remarks>
internal sealed unsafe class SliceLines
{
    private readonly ConvolutionShape _shape;
    private readonly byte[] _repeats = [];
    private readonly byte[] _pad;
    private readonly int _from;
    private readonly int _cells;
    private readonly int _part;
    private readonly int[] _starts;

    /// <param name="shape">The geometry, a group for each channel.</param>
    /// <param name="pad">What lies around the image; 0 gives +1.</param>
    /// <param name="block">Output pixels of a line.</param>
    public SliceLines(ConvolutionShape shape, int pad, int block)
    {
        var (stride, taps) = (shape.Window.Strides.Width, shape.Window.Kernel.Width);
        _shape = shape;
        _from = SignFormat.Bytes.RunBytes(shape.Channels);
        Run = SignFormat.Bytes.RunBytes(shape.Filters);
        _cells = checked(((block - 1) * stride) + ((taps - 1) * shape.Window.Dilation.Width) + 1);
        _part = (_cells + stride - 1) / stride;

        _starts = [.. Enumerable.Range(0, taps).Select(Place)];

        // A byte at the end of a run may give bytes behind it, which the next run overwrites or which are slack.
        Bytes = checked((_part * stride * Run) + Math.Max(SliceKernel.Slack, shape.GroupFilters));
        _pad = new byte[Run];
        for (var i = 0; pad < 0 && i < shape.Filters; i++) _pad[i / 8] |= (byte)(1 << (i % 8));
        if (shape.GroupFilters > 1) _repeats = Repeats(shape.GroupFilters);
    }

    /// <summary>Bytes of an output pixel's signs.</summary>
    public int Run { get; }

    /// <summary>Bytes of a line.</summary>
    public int Bytes { get; }

    /// <summary>Where a tap begins to read.</summary>
    public int Start(int tapColumn) => _starts[tapColumn];

    /// <summary>Lays out a row of the image.</summary>
    /// <param name="row">Its signs.</param>
    /// <param name="column">The first output pixel of the line.</param>
    /// <param name="line">Where they go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Lay(byte* row, int column, byte* line)
    {
        var stride = _shape.Window.Strides.Width;
        var first = (column * stride) - _shape.Window.Columns.Before;
        if (stride == 1 && _repeats.Length == 0)
        {
            var (before, end) = (Math.Min(Math.Max(-first, 0), _cells), Math.Clamp(_shape.Width - first, 0, _cells));
            Pad(line, 0, before);
            var bytes = (nint)Math.Max(end - before, 0) * Run;
            Buffer.MemoryCopy(row + ((nint)(first + before) * Run), line + ((nint)before * Run), bytes, bytes);
            Pad(line, Math.Max(end, before), _cells);
            return;
        }

        for (var part = 0; part < stride; part++)
        {
            var to = line + ((nint)part * _part * Run);
            for (var cell = first + part; cell < first + _cells; cell += stride, to += Run)
            {
                if ((uint)cell >= (uint)_shape.Width) Pad(to, 0, 1);
                else if (_repeats.Length == 0) Copy(row + ((nint)cell * Run), to);
                else Repeat(row + ((nint)cell * _from), to);
            }
        }
    }

    /// <summary>Lays out a row outside the image.</summary>
    public void LayPad(byte* line) => Pad(line, 0, _part * _shape.Window.Strides.Width);

    /// <summary>Puts a run into a line so many times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(ReadOnlySpan<byte> run, byte* line, int times)
    {
        if (times == 0) return;
        var all = new Span<byte>(line, run.Length * times);
        run.CopyTo(all);
        for (var done = run.Length; done < all.Length; done *= 2)
            all[..Math.Min(done, all.Length - done)].CopyTo(all[done..]);
    }

    private int Place(int tapColumn)
    {
        var (place, part) = Math.DivRem(tapColumn * _shape.Window.Dilation.Width, _shape.Window.Strides.Width);
        return ((part * _part) + place) * Run;
    }

    private void Pad(byte* line, int first, int end) => Fill(_pad, line + ((nint)first * Run), end - first);

    // Whole words: what lies behind a run is written after it, or is slack.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Copy(byte* run, byte* to)
    {
        for (var i = 0; i < Run; i += sizeof(ulong)) *(ulong*)(to + i) = *(ulong*)(run + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Repeat(byte* run, byte* to)
    {
        var times = _shape.GroupFilters;
        fixed (byte* repeats = _repeats)
        {
            // The last byte's bits that hold no sign are 0, and so is what becomes of them.
            for (var i = 0; i < _from; i++, to += times)
                Unsafe.CopyBlockUnaligned(to, repeats + (run[i] * times), (uint)times);
        }
    }

    // For each byte its bits, each repeated as many times.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte[] Repeats(int times)
    {
        var bytes = new byte[256 * times];
        for (var i = 0; i < 256 * 8 * times; i++)
        {
            var (value, bit) = Math.DivRem(i, 8 * times);
            if (((value >> (bit / times)) & 1) != 0) bytes[i / 8] |= (byte)(1 << (i % 8));
        }

        return bytes;
    }
}
