using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Larq.Packed.Kernels.Packing;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>Copies the runs under a window next to each other; taps outside the image get padding.</summary>
internal sealed unsafe class PatchGatherer
{
    private readonly ConvolutionShape _shape;
    private readonly int _run;
    private readonly int _bytes;

    // As much padding as a row of the kernel has taps.
    private readonly byte[] _pad;
    private readonly bool _rowsTogether;

    /// <param name="shape">The geometry.</param>
    /// <param name="pad">What lies around the image; 0 gives +1, to be corrected.</param>
    public PatchGatherer(ConvolutionShape shape, int pad)
    {
        _shape = shape;
        _run = SignFormat.Bytes.RunBytes(shape.GroupChannels);
        _bytes = _run * shape.Taps;
        _rowsTogether = shape.Groups == 1 && shape.Window.Dilation.Width == 1;
        _pad = new byte[(shape.Window.Kernel.Width * _run) + SignFormat.Slack];
        for (var i = 0; pad < 0 && i < shape.Window.Kernel.Width * shape.GroupChannels; i++)
        {
            var (tap, channel) = Math.DivRem(i, shape.GroupChannels);
            _pad[(tap * _run) + (channel / 8)] |= (byte)(1 << (channel % 8));
        }
    }

    /// <summary>
    /// Fills the patches of some output columns of a row, each up to its last whole word; may write
    /// <see cref="SignFormat.Slack"/> bytes more behind each.
    /// </summary>
    /// <param name="input">The image.</param>
    /// <param name="group">The group of channels.</param>
    /// <param name="rows">What the output row sees.</param>
    /// <param name="columns">What each output column sees.</param>
    /// <param name="patch">The first patch.</param>
    /// <param name="stride">Bytes from a patch to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gather(
        byte* input, int group, in TapRange rows, ReadOnlySpan<TapRange> columns, byte* patch, nint stride)
    {
        var width = _shape.Window.Kernel.Width;
        fixed (byte* pad = _pad)
        {
            for (int i = 0, some; i < columns.Length; i += some, patch += some * stride)
            {
                some = 1;
                if (!_rowsTogether || columns[i].Count < width)
                {
                    Gather(input, group, rows, columns[i], pad, patch);
                    continue;
                }

                while (i + some < columns.Length && columns[i + some].Count == width) some++;
                GatherWhole(input, rows, columns[i].Start, some, pad, patch, stride);
            }
        }
    }

    // Where all taps of a kernel row lie next to each other inside the image: row by row of the kernel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GatherWhole(
        byte* input, in TapRange rows, int column, int count, byte* pad, byte* patch, nint stride)
    {
        nint pixel = _shape.Groups * _run;
        var (height, width) = _shape.Window.Kernel;
        var bytes = width * _run;
        for (var row = 0; row < height; row++)
        {
            var to = patch + (row * bytes);
            var from = pad;
            nint next = 0;
            if (row >= rows.First && row < rows.End)
            {
                from = input + ((((nint)rows.Cell(row) * _shape.Width) + column) * pixel);
                next = _shape.Window.Strides.Width * pixel;
            }

            if (bytes <= Vector256<byte>.Count)
            {
                for (var i = 0; i < count; i++, from += next, to += stride)
                    Vector256.Load(from).Store(to);
            }
            else
            {
                for (var i = 0; i < count; i++, from += next, to += stride) Copy(from, to, bytes);
            }
        }

        for (var i = 0; i < count; i++) *(ulong*)(patch + (i * stride) + _bytes) = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(byte* input, int group, in TapRange rows, in TapRange columns, byte* pad, byte* patch)
    {
        var pixel = _shape.Groups * _run;
        var (height, width) = _shape.Window.Kernel;
        var (first, taps) = (columns.First, columns.Count);
        var (before, after) = (first * _run, (width - columns.End) * _run);
        var to = patch;
        for (var row = 0; row < height; row++)
        {
            if (row < rows.First || row >= rows.End)
            {
                Copy(pad, to, width * _run);
                to += width * _run;
                continue;
            }

            var line = input + ((nint)rows.Cell(row) * _shape.Width * pixel) + (group * _run);
            Copy(pad, to, before);
            to += before;
            if (_rowsTogether)
            {
                Copy(line + ((nint)columns.Cell(first) * pixel), to, taps * _run);
                to += taps * _run;
            }
            else
            {
                for (var column = first; column < columns.End; column++, to += _run)
                    Copy(line + ((nint)columns.Cell(column) * pixel), to, _run);
            }

            Copy(pad, to, after);
            to += after;
        }

        *(ulong*)(patch + _bytes) = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(byte* from, byte* to, int bytes)
    {
        for (var i = 0; i < bytes; i += Vector256<byte>.Count) Vector256.Load(from + i).Store(to + i);
    }
}
