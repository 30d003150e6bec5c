using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Kernels.Float;

/// <summary>Copies lines of an image with padding on both sides, as far as output columns reach.</summary>
internal sealed unsafe class FloatLines
{
    private readonly ConvolutionShape _shape;
    private readonly float _pad;
    private readonly int _before;
    private readonly int _skipped;
    private readonly int _inside;

    /// <param name="shape">The geometry.</param>
    /// <param name="pad">What lies around the image.</param>
    public FloatLines(ConvolutionShape shape, float pad)
    {
        var (window, channels) = (shape.Window, shape.Channels);
        _shape = shape;
        _pad = pad;
        Length = checked(channels * (((window.Columns.Output - 1) * window.Strides.Width)
            + ((window.Kernel.Width - 1) * window.Dilation.Width) + 1));
        _before = Math.Clamp(window.Columns.Before * channels, 0, Length);

        // Cells cut off before the first window are padding below 0.
        _skipped = Math.Max(-window.Columns.Before * channels, 0);
        _inside = Math.Clamp((shape.Width * channels) - _skipped, 0, Length - _before);
    }

    /// <summary>Numbers of a line.</summary>
    public int Length { get; }

    /// <summary>How many lines so many consecutive output rows read.</summary>
    public int Under(int rows)
    {
        var window = _shape.Window;
        return ((rows - 1) * window.Strides.Height) + ((window.Kernel.Height - 1) * window.Dilation.Height) + 1;
    }

    /// <summary>Copies some of the lines under an output row and those after it.</summary>
    /// <param name="image">Row-major (height, width, channels).</param>
    /// <param name="y">The output row.</param>
    /// <param name="first">The first of the lines under it.</param>
    /// <param name="count">How many.</param>
    /// <param name="lines">Where they go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(float* image, int y, int first, int count, float* lines)
    {
        var row = (y * _shape.Window.Strides.Height) - _shape.Window.Rows.Before + first;
        for (; count > 0; count--, row++, lines += Length)
        {
            if ((uint)row >= (uint)_shape.Height)
            {
                new Span<float>(lines, Length).Fill(_pad);
                continue;
            }

            var from = image + ((nint)row * _shape.Width * _shape.Channels) + _skipped;
            new Span<float>(lines, _before).Fill(_pad);
            new ReadOnlySpan<float>(from, _inside).CopyTo(new Span<float>(lines + _before, _inside));
            new Span<float>(lines + _before + _inside, Length - _before - _inside).Fill(_pad);
        }
    }
}
