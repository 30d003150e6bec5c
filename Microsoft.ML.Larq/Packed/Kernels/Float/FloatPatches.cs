using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Packed.Kernels.Float;

/// <summary>
/// Puts together what a filter sees at each output pixel, so that one tile covers pixels of several rows and of the
/// border, and sums all taps without a pause.
/// </summary>
/// <remarks>
/// Out of <see cref="FloatLines"/> in whole vectors: what is written past the end of a run is overwritten by the next.
/// </remarks>
internal sealed unsafe class FloatPatches
{
    private const int MostBytes = 65536;
    private const int Together = 8;

    private readonly ConvolutionShape _shape;
    private readonly FloatLines _lines;
    private readonly int _patches;

    // A row of the kernel as pieces that lie next to each other in a line.
    private readonly int _pieces;
    private readonly int _piece;
    private readonly int _fill;

    /// <param name="shape">The geometry.</param>
    /// <param name="pad">What lies around the image.</param>
    /// <param name="multiple">Patches are filled up with 0 to a multiple of so many numbers: 1 or 4.</param>
    public FloatPatches(ConvolutionShape shape, float pad, int multiple = 1)
    {
        var (window, width) = (shape.Window, shape.Window.Kernel.Width);
        _shape = shape;
        _lines = new FloatLines(shape, pad);
        var length = shape.Taps * shape.GroupChannels;
        _fill = (multiple - (length % multiple)) % multiple;
        Length = checked(length + _fill);
        var fit = Math.Max(MostBytes / sizeof(float) / Length / Together, 1) * Together;
        Pixels = Math.Min(fit, window.Rows.Output * window.Columns.Output);
        var rows = Math.Min(((Pixels + window.Columns.Output - 2) / window.Columns.Output) + 1, window.Rows.Output);
        var together = width == 1 || (shape.Groups == 1 && window.Dilation.Width == 1);
        _pieces = together ? 1 : width;
        _piece = together ? width * shape.GroupChannels : shape.GroupChannels;
        _patches = checked((_lines.Under(rows) * _lines.Length) + Together);
        Scratch = checked(_patches + (Pixels * Length) + Together);
    }

    /// <summary>Numbers of a patch: by kernel row, kernel column, channel of a group; then zeros.</summary>
    public int Length { get; }

    /// <summary>Patches that are put together at once, at most.</summary>
    public int Pixels { get; }

    /// <summary>Numbers of scratch memory.</summary>
    public int Scratch { get; }

    /// <summary>Puts together the patches of some pixels, and gives back where the first is.</summary>
    /// <param name="image">Row-major (height, width, channels).</param>
    /// <param name="group">The group of channels.</param>
    /// <param name="pixel">The first pixel.</param>
    /// <param name="count">How many, at most <see cref="Pixels"/>.</param>
    /// <param name="scratch"><see cref="Scratch"/> numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float* Gather(float* image, int group, int pixel, int count, float* scratch)
    {
        var window = _shape.Window;
        var (y, x) = Math.DivRem(pixel, window.Columns.Output);
        var last = (pixel + count - 1) / window.Columns.Output;
        _lines.Fill(image, y, 0, _lines.Under(last - y + 1), scratch);
        var to = scratch + _patches;
        var height = window.Kernel.Height;
        nint channels = _shape.Channels, length = _lines.Length;
        nint down = window.Dilation.Height * length, across = window.Dilation.Width * channels;
        nint next = window.Strides.Height * length, step = window.Strides.Width * channels;
        for (var line = scratch + (group * _shape.GroupChannels); count > 0; line += next)
        {
            var some = Math.Min(count, window.Columns.Output - x);
            count -= some;
            for (var from = line + (x * step); some > 0; some--, from += step)
            {
                var tap = from;
                for (var row = 0; row < height; row++, tap += down)
                {
                    var piece = tap;
                    for (var i = 0; i < _pieces; i++, piece += across, to += _piece) Copy(piece, to, _piece);
                }

                if (_fill == 0) continue;
                Vector128<float>.Zero.Store(to);
                to += _fill;
            }

            x = 0;
        }

        return scratch + _patches;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* from, float* to, int count)
    {
        if (count <= Vector128<float>.Count)
        {
            Vector128.Load(from).Store(to);
            return;
        }

        for (var i = 0; i < count; i += Vector256<float>.Count) Vector256.Load(from + i).Store(to + i);
    }
}
