namespace Microsoft.ML.Larq.Packed;

/// <summary>Convolves signs with signs by popcounts, for few filters.</summary>
/// <remarks>
/// A block of patches is gathered, then every tile of filters passes over it: its weights stay in the first cache, the
/// patches in the second, of which a tile reads little. Rows of a batch follow each other, so that a tile may reach
/// from one row into the next.
/// </remarks>
internal sealed unsafe class LaneConvolution : SumConvolution
{
    private const int BlockBytes = 65536;
    private const int MostPixels = 64;

    private readonly PopcountKernel _kernel;
    private readonly LaneWeights _weights;
    private readonly PatchGatherer _gatherer;
    private readonly Borders<int> _borders;
    private readonly TapRange[] _rows;
    private readonly TapRange[] _columns;
    private readonly int _stride;
    private readonly int _block;

    public LaneConvolution(PopcountKernel kernel, ConvolutionShape shape, ReadOnlySpan<float> weights, int pad)
        : base(shape)
    {
        _kernel = kernel;
        _weights = new LaneWeights(shape, weights, kernel);
        _gatherer = new PatchGatherer(shape, pad);
        _borders = new Borders<int>(shape, weights, pad);
        _rows = TapRange.Rows(shape);
        _columns = TapRange.Columns(shape);

        // What gathering may write behind a patch is written before the next.
        _stride = _weights.Steps + (SignFormat.Slack / sizeof(ulong));
        var fit = BlockBytes / (_stride * sizeof(ulong)) / PopcountKernel.Pixels * PopcountKernel.Pixels;
        _block = Math.Clamp(fit, 2 * PopcountKernel.Pixels, MostPixels);
    }

    // Pixels.
    public override int Shares(int most) => Math.Min(most, _rows.Length * _columns.Length);

    public override string Name => $"{_kernel.Name} popcount";

    public override long Bytes => _weights.Bytes + _borders.Bytes;

    public override int ScratchWords => _block * _stride;

    protected override void Run(byte* input, nint inputBytes, int rows, byte* scratch, SumTarget target, Share share)
    {
        var each = _rows.Length * _columns.Length;
        var (begin, pixels) = share.Stretch(checked(rows * each));
        var places = stackalloc Place[MostPixels];
        for (var first = begin; first < pixels; first += _block)
        {
            var count = Math.Min(_block, pixels - first);
            for (var i = 0; i < count; i++)
            {
                var (row, pixel) = Math.DivRem(first + i, each);
                places[i] = new Place(row, pixel);
            }

            for (var group = 0; group < Shape.Groups; group++)
            {
                for (var i = 0; i < count; i++)
                {
                    var (y, x) = Math.DivRem(places[i].Pixel, _columns.Length);
                    var image = input + (places[i].Row * inputBytes);
                    var patch = (byte*)((ulong*)scratch + ((nint)i * _stride));
                    _gatherer.Gather(image, group, _rows[y], _columns[x], patch);
                }

                Multiply(group, places, count, (ulong*)scratch, target);
            }
        }
    }

    private void Multiply(int group, Place* places, int count, ulong* patches, in SumTarget target)
    {
        var (kernel, width, steps) = (_kernel, _kernel.Filters, _weights.Steps);
        var counts = stackalloc int[PopcountKernel.Pixels * width];
        fixed (ulong* words = _weights.Words)
        {
            for (var filter = 0; filter < Shape.GroupFilters; filter += width)
            {
                var first = (group * Shape.GroupFilters) + filter;
                var filters = Math.Min(width, Shape.GroupFilters - filter);
                var weights = words + ((((nint)group * _weights.GroupFilters) + filter) * steps);
                for (var i = 0; i < count;)
                {
                    var some = count - i < PopcountKernel.Pixels ? 1 : PopcountKernel.Pixels;
                    kernel.Count(some, patches + ((nint)i * _stride), _stride, weights, steps, counts);
                    var tile = new CountTile<int>(counts, width, some, first, filters);
                    for (var p = 0; p < some; p++, i++)
                        target.Write(tile.Pixel(p), _borders, places[i].Row, places[i].Pixel, false);
                }
            }
        }
    }

    /// <summary>A pixel of a block: the row of the batch, and where it lies in the row's output.</summary>
    private readonly record struct Place(int Row, int Pixel);
}
