using System.Numerics;
using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Packed.Kernels.Widths;

namespace Microsoft.ML.Larq.Packed.Kernels.Sums;

/// <summary>Where counts go, and what becomes of them: numbers, or signs.</summary>
/// <typeparam name="TWidth">How wide they are finished.</typeparam>
internal readonly unsafe struct SumTarget<TWidth>
    where TWidth : struct, IVectorWidth
{
    private readonly SumFinish? _finish;
    private readonly SumThresholds? _thresholds;
    private readonly byte* _first;
    private readonly nint _rowBytes;
    private readonly nint _pixelBytes;
    private readonly nint _shortcut;

    /// <summary>For numbers.</summary>
    /// <param name="finish">What becomes of the counts' sums.</param>
    /// <param name="first">The first pixel of the first row.</param>
    /// <param name="rowBytes">Bytes from a row of the batch to the next.</param>
    /// <param name="pixelBytes">Bytes from a pixel to the next.</param>
    /// <param name="shortcut">Bytes from a number to what is added to it; 0 for nothing.</param>
    public SumTarget(SumFinish finish, byte* first, nint rowBytes, nint pixelBytes, nint shortcut)
        : this(first, rowBytes, pixelBytes)
    {
        _finish = finish;
        _shortcut = shortcut;
    }

    /// <summary>For signs.</summary>
    /// <param name="thresholds">What makes signs of the counts.</param>
    /// <param name="first">The first pixel of the first row.</param>
    /// <param name="rowBytes">Bytes from a row of the batch to the next.</param>
    /// <param name="pixelBytes">Bytes from a pixel to the next.</param>
    public SumTarget(SumThresholds thresholds, byte* first, nint rowBytes, nint pixelBytes)
        : this(first, rowBytes, pixelBytes) => _thresholds = thresholds;

    private SumTarget(byte* first, nint rowBytes, nint pixelBytes)
    {
        _first = first;
        _rowBytes = rowBytes;
        _pixelBytes = pixelBytes;
    }

    /// <summary>Finishes consecutive pixels of a row, or of rows that have one pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write<TCount>(
        in CountTile<TCount> tile, Borders<TCount> borders, int row, int pixel, bool rowsArePixels)
        where TCount : unmanaged, INumber<TCount>
    {
        var to = _first + (row * _rowBytes) + (pixel * _pixelBytes);
        var stride = rowsArePixels ? _rowBytes : _pixelBytes;
        var next = rowsArePixels ? 0 : 1;
        if (borders.None)
        {
            Write(tile, borders.Signs(pixel), to, stride);
            return;
        }

        for (int i = 0, some; i < tile.Pixels; i += some, pixel += some * next, to += some * stride)
        {
            some = rowsArePixels ? tile.Pixels : borders.Alike(pixel, tile.Pixels - i);
            for (var p = i; p < i + some && borders.Touch(pixel); p++)
                borders.Correct(pixel, tile.Filter, tile.Line(p));
            Write(tile.Some(i, some), borders.Signs(pixel), to, stride);
        }
    }

    /// <summary>Finishes consecutive pixels, or rows, whose counts are those of several planes.</summary>
    public void Write(in CountTile<int> tile, int signs, int row, int pixel, bool rowsArePixels) => Write(
        tile, signs, _first + (row * _rowBytes) + (pixel * _pixelBytes), rowsArePixels ? _rowBytes : _pixelBytes);

    private void Write<TCount>(in CountTile<TCount> tile, int signs, byte* to, nint stride)
        where TCount : unmanaged
    {
        if (_finish is not null)
            CountsToNumbers<TWidth>.Write(_finish, tile, signs, to, stride, _shortcut);
        else
            CountsToSigns<TWidth>.Write(_thresholds!, tile, signs, to, stride);
    }
}
