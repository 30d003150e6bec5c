using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>Patches cut into steps: for each row of the kernel a stretch of steps.</summary>
/// <param name="first">The first step of the first pixel.</param>
/// <param name="stride">Bytes from a pixel to the next.</param>
/// <param name="rows">Rows of the kernel.</param>
/// <param name="rowSteps">Steps of a row.</param>
/// <param name="rowStride">Bytes from a pixel's row to its next.</param>
internal readonly unsafe struct TablePatches(byte* first, nint stride, int rows, int rowSteps, nint rowStride)
{
    public readonly byte* First = first;
    public readonly nint Stride = stride;
    public readonly int Rows = rows;
    public readonly int RowSteps = rowSteps;
    public readonly nint RowStride = rowStride;

    /// <summary>The same from another pixel on.</summary>
    public TablePatches From(int pixel) => Behind(pixel * Stride);

    /// <summary>The same so many bytes on.</summary>
    public TablePatches Behind(nint bytes) => new(First + bytes, Stride, Rows, RowSteps, RowStride);
}

/// <summary>
/// Walks over the steps of a patch in stretches that end with a row, or when counts have to be widened.
/// </summary>
/// <remarks>As evenly as can be, so that widening falls together with the end of a row where it can.</remarks>
internal struct StepWalk(in TablePatches patches, int mostPerFlush)
{
    private readonly int _perFlush = Even(patches.Rows * patches.RowSteps, mostPerFlush);
    private readonly int _rowSteps = patches.RowSteps;
    private readonly nint _gap = patches.RowStride - patches.RowSteps;
    private int _left = patches.Rows * patches.RowSteps;
    private int _inRow = patches.RowSteps;
    private int _room;

    /// <summary>Bytes from the end of the last stretch to the next one.</summary>
    public nint Gap { get; private set; }

    /// <summary>Begins the steps that are counted in bytes; false where none is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NextFlush()
    {
        _room = Math.Min(_perFlush, _left);
        return _room > 0;
    }

    /// <summary>Steps that lie next to each other; 0 where counts have to be widened.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextStretch()
    {
        var count = Math.Min(_room, _inRow);
        _room -= count;
        _left -= count;
        _inRow -= count;
        Gap = _inRow == 0 ? _gap : 0;
        if (_inRow == 0) _inRow = _rowSteps;
        return count;
    }

    private static int Even(int steps, int most)
    {
        var times = (steps + most - 1) / most;
        return (steps + times - 1) / times;
    }
}
