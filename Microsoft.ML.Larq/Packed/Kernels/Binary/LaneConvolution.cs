using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Packed.Kernels.Packing;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Kernels.Widths;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>Convolves signs with signs by popcounts, for few filters.</summary>
/// <remarks>
/// A block of patches is gathered, then every tile of filters passes over it: its weights and the patches stay in the
/// first cache, unless patches are very long. Rows of a batch follow each other, so that a tile may reach
/// from one row into the next.
/// </remarks>
/// <typeparam name="TWidth">How wide the counts are finished.</typeparam>
internal sealed unsafe class LaneConvolution<TWidth> : SumConvolution<TWidth>
    where TWidth : struct, IVectorWidth
{
    // What of the first cache a block of patches and the weights of a tile may take.
    private const int CacheBytes = 28672;
    private const int MostPixels = 64;

    // Counts of a block, and tiles of filters that are written together, lest each touches lines far apart.
    private const int CountBytes = 16384;
    private const int MostTiles = 4;

    // The fewest pixels of a share.
    private const int SharePixels = 2 * PopcountKernel.Pixels;

    private readonly PopcountKernel _kernel;
    private readonly LaneWeights _weights;
    private readonly PatchGatherer _gatherer;
    private readonly Borders<int> _borders;
    private readonly TapRange[] _rows;
    private readonly TapRange[] _columns;
    private readonly int _stride;
    private readonly int _block;

    // Tiles of filters and pixels whose counts there is room for.
    private readonly int _blockTiles;

    public LaneConvolution(
        PopcountKernel kernel, ConvolutionShape shape, ReadOnlySpan<float> weights, int pad, int planes)
        : base(shape, planes)
    {
        _weights = new LaneWeights(shape, weights, kernel);
        _kernel = kernel.For(_weights.Steps);
        _gatherer = new PatchGatherer(shape, pad);
        _borders = new Borders<int>(shape, weights, pad);
        _rows = TapRange.Rows(shape);
        _columns = TapRange.Columns(shape);

        // What gathering may write behind a patch is written before the next.
        _stride = _weights.Steps + (SignFormat.Slack / sizeof(ulong));
        var tile = _kernel.Filters * _weights.Steps * sizeof(ulong);
        var tiles = _weights.GroupFilters / _kernel.Filters;
        var together = Math.Clamp(CacheBytes / 2 / tile, 1, Math.Min(tiles, MostTiles));
        var fit = Math.Min(
            (CacheBytes - (tile * together)) / planes / (_stride * sizeof(ulong)),
            CountBytes / (_kernel.Filters * sizeof(int) * together));
        _block = Math.Clamp(
            fit / PopcountKernel.Pixels * PopcountKernel.Pixels, 2 * PopcountKernel.Pixels, MostPixels);
        _blockTiles = _block * together;
    }

    public override string Name => $"{_kernel.Name} popcount";

    public override long Bytes => _weights.Bytes + _borders.Bytes;

    public override int ScratchWords =>
        checked((Planes * _block * _stride) + ((Planes == 1 ? 1 : 2) * CountWords));

    private int CountWords => _blockTiles * _kernel.Filters * sizeof(int) / sizeof(ulong);

    // Shared out by pixels where there are enough, else by tiles of filters.
    public override int Shares(int most) =>
        Math.Min(most, Math.Max(Each / SharePixels, Shape.Groups * _weights.GroupFilters / _kernel.Filters));

    private int Each => _rows.Length * _columns.Length;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Run(
        byte* input, nint inputBytes, int rows, byte* scratch, SumTarget<TWidth> target, Share share)
    {
        var (first, end) = (0, rows * Each);
        if (Each >= share.Of * SharePixels) ((first, end), share) = (share.Stretch(end), Share.Whole);
        for (; first < end; first += _block)
        {
            var count = Math.Min(_block, end - first);
            for (var group = 0; group < Shape.Groups; group++)
            {
                Gather(input, inputBytes, group, first, count, scratch);
                Multiply(group, first, count, (ulong*)scratch, target, share);
            }
        }
    }

    // The patches of a block, line by line.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(byte* input, nint inputBytes, int group, int first, int count, byte* patches)
    {
        nint stride = _stride * sizeof(ulong);
        var (row, pixel) = Math.DivRem(first, Each);
        var (y, x) = Math.DivRem(pixel, _columns.Length);
        for (var some = 0; count > 0; count -= some, patches += some * stride, x = 0, y++)
        {
            if (y == _rows.Length) (row, y) = (row + 1, 0);
            some = Math.Min(count, _columns.Length - x);
            var columns = _columns.AsSpan(x, some);
            var image = input + (row * inputBytes);
            for (var plane = 0; plane < Planes; plane++)
            {
                var patch = patches + (plane * _block * stride);
                _gatherer.Gather(image, group, _rows[y], columns, patch, stride);
                image += inputBytes / Planes;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(
        int group, int first, int count, ulong* patches, in SumTarget<TWidth> target, Share share)
    {
        var (kernel, width, steps) = (_kernel, _kernel.Filters, _weights.Steps);
        var tiles = _weights.GroupFilters / width;
        var (from, end) = share.Stretch(Shape.Groups * tiles);
        (from, end) = (Math.Max(from - (group * tiles), 0), Math.Min(end - (group * tiles), tiles));
        var counts = (int*)(patches + ((nint)Planes * _block * _stride));
        var more = counts + (CountWords * (sizeof(ulong) / sizeof(int)));
        fixed (ulong* words = _weights.Words.Span)
        {
            for (int tile = from, some; tile < end; tile += some)
            {
                some = Math.Min(end - tile, _blockTiles / count);
                var weights = words + (((nint)group * tiles) + tile) * width * steps;
                var line = some * width;
                for (var plane = 0; plane < Planes; plane++)
                {
                    var of = patches + ((nint)plane * _block * _stride);
                    var to = plane == 0 ? counts : more;
                    kernel.Count(new CountWork(of, _stride, count, weights, steps, some, to, line));
                    if (plane > 0) PlaneCounts.Add(more, plane, counts, count * line);
                }

                var filters = Math.Min(line, Shape.GroupFilters - (tile * width));
                var filter = (group * Shape.GroupFilters) + (tile * width);
                Write(new CountTile<int>(counts, line, count, filter, filters), first, target);
            }
        }
    }

    // Writes the pixels of one row of the batch together, or of many rows that have one pixel each.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Write(in CountTile<int> tile, int first, in SumTarget<TWidth> target)
    {
        var each = Each;
        var (row, pixel) = Math.DivRem(first, each);
        for (int i = 0, some; i < tile.Pixels; i += some, row++, pixel = 0)
        {
            some = each == 1 ? tile.Pixels : Math.Min(tile.Pixels - i, each - pixel);
            var pixels = tile.Some(i, some);
            if (Planes == 1) target.Write(pixels, _borders, row, pixel, each == 1);
            else target.Write(pixels, _borders.Signs(pixel) * Weight, row, pixel, each == 1);
        }
    }
}
