using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Kernels.Widths;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>Convolves signs with signs by tables, for many filters.</summary>
/// <remarks>
/// <para>
/// A band of output rows at a time: what a kernel row sees of an input row is cut into steps once for every output
/// column, and the kernel's rows read it where it lies, so that no patch is ever put together. Where the window moves
/// down by one cell, that is once an input row; else once an output row and kernel row.
/// </para>
/// <para>Every tile of filters passes over the band; its weights stay in the first or second cache.</para>
/// </remarks>
/// <typeparam name="TWidth">How wide the counts are finished.</typeparam>
internal sealed unsafe class TableConvolution<TWidth> : SumConvolution<TWidth>
    where TWidth : struct, IVectorWidth
{
    private const int BandBytes = 131072;
    private const int MostRows = 64;

    // Pixels × vectors of the largest tile: 4 × 4 or 8 × 2.
    private const int CountVectors = 16;

    private readonly TableKernel _kernel;
    private readonly TableWeights _weights;
    private readonly RowCutter _cutter;
    private readonly Borders<ushort> _borders;
    private readonly int _columns;
    private readonly int _bandRows;
    private readonly bool _shares;

    public TableConvolution(
        TableKernel kernel, ConvolutionShape shape, ReadOnlySpan<float> weights, int pad, int planes)
        : base(shape, planes)
    {
        _kernel = kernel;
        _weights = new TableWeights(shape, weights, kernel);
        _cutter = new RowCutter(shape, kernel, pad);
        _borders = new Borders<ushort>(shape, weights, pad);
        var window = shape.Window;
        _columns = window.Columns.Output;
        _shares = window.Strides.Height == 1 && !IsVector;
        var fit = (BandBytes / planes / ((long)_columns * _cutter.Stride)) - CutRows(0);
        var most = IsVector ? MostRows : window.Rows.Output;
        _bandRows = (int)Math.Clamp(_shares ? fit : fit / window.Kernel.Height, 1, most);
    }

    public override string Name => $"{_kernel.Name} tables";

    public override long Bytes => _weights.Bytes + _borders.Bytes;

    public override int ScratchWords => checked(
        (int)((PlaneBytes * Planes) + _cutter.SpareBytes + sizeof(ulong) - 1)
        / sizeof(ulong));

    // Bytes of one plane's band.
    private long PlaneBytes => (long)CutRows(_bandRows) * _columns * _cutter.Stride;

    // One pixel per row of the batch, as in a dense layer: rows take the place of pixels.
    private bool IsVector => Shape.Window.Rows.Output * Shape.Window.Columns.Output == 1;

    // Shared out by tiles of filters where there are enough, else by output rows.
    public override int Shares(int most) => SharesTiles(most) || IsVector
        ? Math.Min(most, _weights.Tiles.Length)
        : Math.Min(most, Shape.Window.Rows.Output);

    private bool SharesTiles(int of) => _weights.Tiles.Length >= of;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Run(
        byte* input, nint inputBytes, int rows, byte* scratch, SumTarget<TWidth> target, Share share)
    {
        var (from, end) = (0, Shape.Window.Rows.Output);
        if (!SharesTiles(share.Of)) ((from, end), share) = (share.Stretch(end), Share.Whole);
        for (var group = 0; group < Shape.Groups; group++)
        {
            if (IsVector)
            {
                for (var row = 0; row < rows; row += _bandRows)
                {
                    var count = Math.Min(_bandRows, rows - row);
                    for (var i = 0; i < count * Planes; i++)
                    {
                        var (plane, place) = Math.DivRem(i, count);
                        Cut(Plane(input + ((row + place) * inputBytes), inputBytes, plane), group, 0, place, count,
                            scratch, plane);
                    }

                    Multiply(group, Patches(scratch, count), count, row, 0, target, share);
                }

                continue;
            }

            for (var row = 0; row < rows; row++, input += inputBytes)
            {
                for (var y = from; y < end; y += _bandRows)
                {
                    var count = Math.Min(_bandRows, end - y);
                    for (var plane = 0; plane < Planes; plane++)
                        CutBand(Plane(input, inputBytes, plane), group, y, count, scratch, plane);
                    Multiply(group, Patches(scratch, count), count * _columns, row, y * _columns, target, share);
                }
            }

            input -= rows * inputBytes;
        }
    }

    private byte* Plane(byte* input, nint inputBytes, int plane) => input + (plane * (inputBytes / Planes));

    // How many rows are cut for a band.
    private int CutRows(int band)
    {
        var window = Shape.Window;
        return _shares
            ? band + ((window.Kernel.Height - 1) * window.Dilation.Height)
            : band * window.Kernel.Height;
    }

    private TablePatches Patches(byte* scratch, int band)
    {
        nint line = _columns * _cutter.Stride;
        var next = _shares ? Shape.Window.Dilation.Height : band;
        return new TablePatches(scratch, _cutter.Stride, Shape.Window.Kernel.Height, _weights.RowSteps, next * line);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CutBand(byte* image, int group, int y, int count, byte* scratch, int plane)
    {
        if (!_shares)
        {
            for (var i = 0; i < count; i++) Cut(image, group, y + i, i, count, scratch, plane);
            return;
        }

        var spare = scratch + (PlaneBytes * Planes);
        var steps = scratch + (PlaneBytes * plane);
        var cell = y - Shape.Window.Rows.Before;
        for (var i = 0; i < CutRows(count); i++, steps += _columns * _cutter.Stride)
            _cutter.Cut(image, group, cell + i, steps, spare);
    }

    // Cuts what all kernel rows see for one output row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Cut(byte* image, int group, int y, int place, int count, byte* scratch, int plane)
    {
        var spare = scratch + (PlaneBytes * Planes);
        var steps = scratch + (PlaneBytes * plane);
        var window = Shape.Window;
        var cell = (y * window.Strides.Height) - window.Rows.Before;
        for (var row = 0; row < window.Kernel.Height; row++, cell += window.Dilation.Height)
        {
            var line = ((nint)row * count) + place;
            _cutter.Cut(image, group, cell, steps + (line * _columns * _cutter.Stride), spare);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(
        int group, in TablePatches patches, int count, int row, int pixel, in SumTarget<TWidth> target,
        Share share)
    {
        var kernel = _kernel;
        var counts = stackalloc ushort[(CountVectors * kernel.Lanes) + 32];
        counts = (ushort*)(((nint)counts + 63) & ~(nint)63);
        var all = stackalloc int[Planes == 1 ? 1 : CountVectors * kernel.Lanes];
        var weights = _weights.Pointer + ((nint)group * _weights.GroupBytes);
        var width = 0;
        for (var t = 0; t < _weights.Tiles.Length; t++, weights += (nint)width * _weights.Steps)
        {
            var tile = _weights.Tiles[t];
            width = tile.Vectors * kernel.Lanes;
            if (!share.Has(t)) continue;
            var large = kernel.Pixels(tile.Vectors);
            var first = tile.First * kernel.Lanes;
            var filters = Math.Min(width, Shape.GroupFilters - first);
            first += group * Shape.GroupFilters;
            for (var i = 0; i < count;)
            {
                var some = count - i < large ? 1 : large;
                kernel.Count(some, tile.Vectors, patches.From(i), weights, counts);
                var (atRow, atPixel) = IsVector ? (row + i, 0) : (row, pixel + i);
                if (Planes == 1)
                {
                    var sums = new CountTile<ushort>(counts, width, some, first, filters);
                    target.Write(sums, _borders, atRow, atPixel, IsVector);
                }
                else
                {
                    PlaneCounts.Begin(counts, all, some * width);
                    for (var plane = 1; plane < Planes; plane++)
                    {
                        var next = patches.From(i).Behind((nint)PlaneBytes * plane);
                        kernel.Count(some, tile.Vectors, next, weights, counts);
                        PlaneCounts.Add(counts, plane, all, some * width);
                    }

                    var sums = new CountTile<int>(all, width, some, first, filters);
                    target.Write(sums, _borders.Signs(atPixel) * Weight, atRow, atPixel, IsVector);
                }

                i += some;
            }
        }
    }
}
