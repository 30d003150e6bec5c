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
        _pad = new byte[_run + SignFormat.Slack];
        for (var i = 0; pad < 0 && i < shape.GroupChannels; i++)
            _pad[i / 8] |= (byte)(1 << (i % 8));
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
        for (int i = 0, some; i < columns.Length; i += some, patch += some * stride)
        {
            some = 1;
            if (!_rowsTogether || columns[i].Count < width)
            {
                Gather(input, group, rows, columns[i], patch);
                continue;
            }

            while (i + some < columns.Length && columns[i + some].Count == width) some++;
            GatherWhole(input, rows, columns[i].Start, some, patch, stride);
        }
    }

    // Where all taps of a kernel row lie next to each other inside the image: row by row of the kernel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GatherWhole(byte* input, in TapRange rows, int column, int count, byte* patch, nint stride)
    {
        nint pixel = _shape.Groups * _run;
        var (height, width) = _shape.Window.Kernel;
        var bytes = width * _run;
        var next = _shape.Window.Strides.Width * pixel;
        fixed (byte* pad = _pad)
        {
            for (var row = 0; row < height; row++)
            {
                var to = patch + (row * bytes);
                if (row < rows.First || row >= rows.End)
                {
                    for (var i = 0; i < count; i++, to += stride)
                    {
                        for (var tap = 0; tap < width; tap++) Copy(pad, to + (tap * _run), _run);
                    }

                    continue;
                }

                var from = input + ((((nint)rows.Cell(row) * _shape.Width) + column) * pixel);
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
        }

        for (var i = 0; i < count; i++) *(ulong*)(patch + (i * stride) + _bytes) = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(byte* input, int group, in TapRange rows, in TapRange columns, byte* patch)
    {
        var pixel = _shape.Groups * _run;
        var (height, width) = _shape.Window.Kernel;
        var to = patch;
        for (var row = 0; row < height; row++)
        {
            if (row < rows.First || row >= rows.End)
            {
                to = Pad(to, width);
                continue;
            }

            var line = input + ((nint)rows.Cell(row) * _shape.Width * pixel) + (group * _run);
            to = Pad(to, columns.First);
            if (_rowsTogether)
            {
                var bytes = columns.Count * _run;
                Copy(line + ((nint)columns.Cell(columns.First) * pixel), to, bytes);
                to += bytes;
            }
            else
            {
                for (var column = columns.First; column < columns.End; column++, to += _run)
                    Copy(line + ((nint)columns.Cell(column) * pixel), to, _run);
            }

            to = Pad(to, width - columns.End);
        }

        *(ulong*)(patch + _bytes) = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private byte* Pad(byte* to, int taps)
    {
        if (taps == 0) return to;
        fixed (byte* pad = _pad)
        {
            for (; taps > 0; taps--, to += _run) Copy(pad, to, _run);
        }

        return to;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(byte* from, byte* to, int bytes)
    {
        for (var i = 0; i < bytes; i += Vector256<byte>.Count) Vector256.Load(from + i).Store(to + i);
    }
}
