using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Tests.Packed.Oracle;

/// <summary>An image that can be framed; a cell of null is not there at all.</summary>
internal sealed class NaiveImage
{
    private readonly double?[,,] _cells;

    public NaiveImage(TensorShape shape, double[] values)
    {
        _cells = new double?[shape[0], shape[1], shape[2]];
        var next = 0;
        for (var y = 0; y < shape[0]; y++)
        {
            for (var x = 0; x < shape[1]; x++)
            {
                for (var c = 0; c < shape[2]; c++) _cells[y, x, c] = values[next++];
            }
        }
    }

    private NaiveImage(double?[,,] cells) => _cells = cells;

    public int Channels => _cells.GetLength(2);

    /// <summary>TensorFlow's "same": a frame wide enough that ⌈side/stride⌉ windows fit along each side.</summary>
    public NaiveImage Frame(PadMode padding, Size2D kernel, Size2D strides, Size2D dilation, double? value)
    {
        if (padding == PadMode.Valid) return this;
        var (height, width) = (_cells.GetLength(0), _cells.GetLength(1));
        var (top, bottom) = Margins(height, kernel.Height, strides.Height, dilation.Height);
        var (left, right) = Margins(width, kernel.Width, strides.Width, dilation.Width);
        var framed = new double?[top + height + bottom, left + width + right, Channels];
        for (var y = 0; y < framed.GetLength(0); y++)
        {
            for (var x = 0; x < framed.GetLength(1); x++)
            {
                var inside = y >= top && y < top + height && x >= left && x < left + width;
                for (var c = 0; c < Channels; c++) framed[y, x, c] = inside ? _cells[y - top, x - left, c] : value;
            }
        }

        return new NaiveImage(framed);
    }

    /// <summary>Calls back for each position of a window that fits; cells are asked for by tap and channel.</summary>
    public void Windows(Size2D kernel, Size2D strides, Size2D dilation, Action<Func<int, int, int, double?>> visit)
    {
        for (var y = 0; y + ((kernel.Height - 1) * dilation.Height) < _cells.GetLength(0); y += strides.Height)
        {
            for (var x = 0; x + ((kernel.Width - 1) * dilation.Width) < _cells.GetLength(1); x += strides.Width)
            {
                var (top, left) = (y, x);
                visit((i, j, c) => _cells[top + (i * dilation.Height), left + (j * dilation.Width), c]);
            }
        }
    }

    public static (int Before, int After) Margins(int side, int kernel, int stride, int dilation)
    {
        var windows = (int)Math.Ceiling(side / (double)stride);
        var covered = ((windows - 1) * stride) + 1 + ((kernel - 1) * dilation);
        var missing = covered > side ? covered - side : 0;
        return (missing / 2, missing - (missing / 2));
    }
}
