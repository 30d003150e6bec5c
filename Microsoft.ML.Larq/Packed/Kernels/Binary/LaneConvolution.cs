using Microsoft.ML.Larq.Packed.Kernels.Packing;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Kernels.Widths;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>Convolves signs with signs by popcounts, for few filters.</summary>
/// <remarks>
/// A block of patches is gathered, then every tile of filters passes over it: its weights stay in the first cache, the
/// patches in the second, of which a tile reads little. Rows of a batch follow each other, so that a tile may reach
/// from one row into the next.
/// </remarks>
/// <typeparam name="TWidth">How wide the counts are finished.</typeparam>
internal sealed unsafe class LaneConvolution<TWidth> : SumConvolution<TWidth>
    where TWidth : struct, IVectorWidth
{
    private const int BlockBytes = 65536;
    private const int MostPixels = 64;

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

    public LaneConvolution(
        PopcountKernel kernel, ConvolutionShape shape, ReadOnlySpan<float> weights, int pad, int planes)
        : base(shape, planes)
    {
        _kernel = kernel;
        _weights = new LaneWeights(shape, weights, kernel);
        _gatherer = new PatchGatherer(shape, pad);
        _borders = new Borders<int>(shape, weights, pad);
        _rows = TapRange.Rows(shape);
        _columns = TapRange.Columns(shape);

        // What gathering may write behind a patch is written before the next.
        _stride = _weights.Steps + (SignFormat.Slack / sizeof(ulong));
        var fit = BlockBytes / planes / (_stride * sizeof(ulong)) / PopcountKernel.Pixels * PopcountKernel.Pixels;
        _block = Math.Clamp(fit, 2 * PopcountKernel.Pixels, MostPixels);
    }

    public override string Name => $"{_kernel.Name} popcount";

    public override long Bytes => _weights.Bytes + _borders.Bytes;

    public override int ScratchWords =>
        checked((Planes * _block * _stride) + (_block * _kernel.Filters * sizeof(int) / sizeof(ulong)));

    // Shared out by pixels where there are enough, else by tiles of filters.
    public override int Shares(int most) =>
        Math.Min(most, Math.Max(Each / SharePixels, Shape.Groups * _weights.GroupFilters / _kernel.Filters));

    private int Each => _rows.Length * _columns.Length;

    protected override void Run(
        byte* input, nint inputBytes, int rows, byte* scratch, SumTarget<TWidth> target, Share share)
    {
        var (first, end) = (0, rows * Each);
        if (Each >= share.Of * SharePixels) ((first, end), share) = (share.Stretch(end), Share.Whole);
        var places = stackalloc Place[MostPixels];
        for (; first < end; first += _block)
        {
            var count = Math.Min(_block, end - first);
            for (var i = 0; i < count; i++)
            {
                var (row, pixel) = Math.DivRem(first + i, Each);
                places[i] = new Place(row, pixel);
            }

            for (var group = 0; group < Shape.Groups; group++)
            {
                for (var i = 0; i < count; i++)
                {
                    var (y, x) = Math.DivRem(places[i].Pixel, _columns.Length);
                    var image = input + (places[i].Row * inputBytes);
                    var patch = (ulong*)scratch + ((nint)i * _stride);
                    for (var plane = 0; plane < Planes; plane++)
                    {
                        _gatherer.Gather(image, group, _rows[y], _columns[x], (byte*)patch);
                        image += inputBytes / Planes;
                        patch += (nint)_block * _stride;
                    }
                }

                Multiply(group, places, count, (ulong*)scratch, target, share);
            }
        }
    }

    private void Multiply(
        int group, Place* places, int count, ulong* patches, in SumTarget<TWidth> target, Share share)
    {
        var (kernel, width, steps) = (_kernel, _kernel.Filters, _weights.Steps);
        var tiles = _weights.GroupFilters / width;
        var counts = (int*)(patches + ((nint)Planes * _block * _stride));
        var more = stackalloc int[Planes == 1 ? 1 : PopcountKernel.Pixels * width];
        fixed (ulong* words = _weights.Words)
        {
            for (var tile = 0; tile < tiles; tile++)
            {
                var place = (group * tiles) + tile;
                if (!share.Has(place)) continue;
                var weights = words + ((nint)place * width * steps);
                for (int i = 0, some; i < count; i += some)
                {
                    some = count - i < PopcountKernel.Pixels ? 1 : PopcountKernel.Pixels;
                    var patch = patches + ((nint)i * _stride);
                    var sums = counts + (i * width);
                    kernel.Count(some, patch, _stride, weights, steps, sums);
                    for (var plane = 1; plane < Planes; plane++)
                    {
                        patch += (nint)_block * _stride;
                        kernel.Count(some, patch, _stride, weights, steps, more);
                        PlaneCounts.Add(more, plane, sums, some * width);
                    }
                }

                var filters = Math.Min(width, Shape.GroupFilters - (tile * width));
                var first = (group * Shape.GroupFilters) + (tile * width);
                Write(new CountTile<int>(counts, width, count, first, filters), places, target);
            }
        }
    }

    // Writes the pixels of one row of the batch together, or of many rows that have one pixel each.
    private void Write(in CountTile<int> tile, Place* places, in SumTarget<TWidth> target)
    {
        var each = Each;
        for (int i = 0, some; i < tile.Pixels; i += some)
        {
            var place = places[i];
            some = each == 1 ? tile.Pixels : Math.Min(tile.Pixels - i, each - place.Pixel);
            var pixels = tile.Some(i, some);
            if (Planes == 1) target.Write(pixels, _borders, place.Row, place.Pixel, each == 1);
            else target.Write(pixels, _borders.Signs(place.Pixel) * Weight, place.Row, place.Pixel, each == 1);
        }
    }

    /// <summary>A pixel of a block: the row of the batch, and where it lies in the row's output.</summary>
    private readonly record struct Place(int Row, int Pixel);
}
