using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Packed.Kernels.Packing;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>Cuts what one kernel row sees of an input row into the steps of a <see cref="TableKernel"/>.</summary>
internal sealed unsafe class RowCutter
{
    private readonly ConvolutionShape _shape;
    private readonly TableKernel _kernel;
    private readonly TapRange[] _columns;
    private readonly byte[] _pad;
    private readonly int _run;
    private readonly int _bytes;

    // Output columns whose taps lie next to each other in the image.
    private readonly int _firstWhole;
    private readonly int _wholes;

    /// <param name="shape">The geometry.</param>
    /// <param name="kernel">Whose steps they are.</param>
    /// <param name="pad">What lies around the image; 0 gives +1, to be corrected.</param>
    public RowCutter(ConvolutionShape shape, TableKernel kernel, int pad)
    {
        var width = shape.Window.Kernel.Width;
        _shape = shape;
        _kernel = kernel;
        _columns = TapRange.Columns(shape);
        _run = SignFormat.Bytes.RunBytes(shape.GroupChannels);
        _bytes = checked(width * _run);
        _firstWhole = Array.FindIndex(_columns, column => column.Count == width);
        if (width == 1 || (shape.Groups == 1 && shape.Window.Dilation.Width == 1))
            _wholes = _columns.Count(column => column.Count == width);
        _pad = new byte[_bytes + SignFormat.Slack];
        for (var i = 0; pad < 0 && i < width * shape.GroupChannels; i++)
        {
            var (tap, channel) = Math.DivRem(i, shape.GroupChannels);
            _pad[(tap * _run) + (channel / 8)] |= (byte)(1 << (channel % 8));
        }
    }

    /// <summary>Bytes from an output column's steps to the next's.</summary>
    public int Stride => _kernel.CutBytes(_bytes);

    /// <summary>Bytes of memory that <see cref="Cut"/> may overwrite.</summary>
    public int SpareBytes => _bytes + SignFormat.Slack;

    /// <summary>Cuts for every output column.</summary>
    /// <param name="image">The signs of an image.</param>
    /// <param name="group">The group of channels.</param>
    /// <param name="cell">The input row; outside the image there is padding.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="spare">Memory that may be overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Cut(byte* image, int group, int cell, byte* steps, byte* spare)
    {
        nint pixel = _shape.Groups * _run;
        var inside = (uint)cell < (uint)_shape.Height;
        var line = image + (cell * _shape.Width * pixel) + (group * _run);
        var (kernel, bytes, stride) = (_kernel, _bytes, Stride);
        fixed (byte* pad = _pad)
        {
            if (!inside)
            {
                kernel.Cut(pad, bytes, steps, _columns.Length, 0);
                return;
            }

            for (var x = 0; x < _columns.Length;)
            {
                ref readonly var column = ref _columns[x];
                var count = x == _firstWhole ? Math.Max(_wholes, 1) : 1;
                if (count > 1)
                {
                    kernel.Cut(line + (column.Start * pixel), bytes, steps, count, _shape.Window.Strides.Width * pixel);
                }
                else
                {
                    Unsafe.CopyBlockUnaligned(spare, pad, (uint)bytes);
                    for (var tap = column.First; tap < column.End; tap++)
                        Unsafe.CopyBlockUnaligned(spare + (tap * _run), line + (column.Cell(tap) * pixel), (uint)_run);
                    kernel.Cut(spare, bytes, steps, 1, 0);
                }

                x += count;
                steps += count * stride;
            }
        }
    }
}
