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

    /// <summary>Fills a patch up to its last whole word; may write <see cref="SignFormat.Slack"/> bytes more.</summary>
    public void Gather(byte* input, int group, in TapRange rows, in TapRange columns, byte* patch)
    {
        var pixel = _shape.Groups * _run;
        var (height, width) = _shape.Window.Kernel;
        var to = patch;
        if (_rowsTogether && rows.Count == height && columns.Count == width)
        {
            var bytes = width * _run;
            var from = input + ((((nint)rows.Start * _shape.Width) + columns.Start) * pixel);
            var step = (nint)rows.Step * _shape.Width * pixel;
            for (var row = 0; row < height; row++, from += step, to += bytes) Copy(from, to, bytes);
            *(ulong*)to = 0;
            return;
        }

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
