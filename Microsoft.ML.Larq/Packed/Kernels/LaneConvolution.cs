namespace Microsoft.ML.Larq.Packed;

/// <summary>Convolves signs with signs by tiles of pixels × filters; blocking, borders and remainders, once for all.</summary>
/// <remarks>
/// A block of patches is gathered, then every tile of filters passes over it, so that its weights stay in the first
/// cache. Outside the image a patch is +1 or −1. For pad 0 it is +1, and a filter differs from it where its weights are
/// −1: that number is taken off the count again, and those taps' signs are not counted.
/// A count is at most the signs of a patch, which are fewer than 2³¹ because an array holds their weights.
/// </remarks>
internal sealed unsafe class LaneConvolution : BinaryConvolution
{
    private const int BlockBytes = 16384;
    private readonly PopcountKernel _kernel;
    private readonly LaneWeights _weights;
    private readonly PatchGatherer _gatherer;
    private readonly TapRange[] _rows;
    private readonly TapRange[] _columns;
    private readonly bool _corrects;
    private readonly int _stride;
    private readonly int _block;

    public LaneConvolution(PopcountKernel kernel, ConvolutionShape shape, ReadOnlySpan<float> weights, int pad)
        : base(shape)
    {
        _kernel = kernel;
        _corrects = shape.Padded && pad == 0;
        _weights = new LaneWeights(shape, weights, kernel, _corrects);
        _gatherer = new PatchGatherer(shape, kernel.Format, pad);
        var window = shape.Window;
        _rows = [.. Enumerable.Range(0, window.Rows.Output).Select(y => TapRange.Row(window, y, shape.Height))];
        _columns = [.. Enumerable.Range(0, window.Columns.Output).Select(x => TapRange.Column(window, x, shape.Width))];
        _stride = _weights.Steps + (SignFormat.Slack / sizeof(ulong));
        var fit = BlockBytes / (_stride * sizeof(ulong)) / PopcountKernel.Pixels * PopcountKernel.Pixels;
        _block = Math.Min(Math.Clamp(fit, 2 * PopcountKernel.Pixels, 64), _rows.Length * _columns.Length);
    }

    public override string Name => $"{_kernel.Name} popcount";

    public override long Bytes => _weights.Bytes;

    public override int ScratchWords => _block * _stride;

    public override void Run(ReadOnlySpan<ulong> input, Span<ulong> scratch, SumFinish finish, Span<float> output)
    {
        var pixels = _rows.Length * _columns.Length;
        fixed (ulong* from = input, patches = scratch)
        {
            for (var first = 0; first < pixels; first += _block)
            {
                for (var group = 0; group < Shape.Groups; group++)
                {
                    var count = Math.Min(_block, pixels - first);
                    Gather((byte*)from, group, first, count, patches);
                    Multiply(group, first, count, patches, finish, output);
                }
            }
        }
    }

    private void Gather(byte* input, int group, int first, int count, ulong* patches)
    {
        var (y, x) = Math.DivRem(first, _columns.Length);
        for (var i = 0; i < count; i++)
        {
            _gatherer.Gather(input, group, _rows[y], _columns[x], (byte*)(patches + ((nint)i * _stride)));
            if (++x < _columns.Length) continue;
            (y, x) = (y + 1, 0);
        }
    }

    private void Multiply(int group, int first, int count, ulong* patches, SumFinish finish, Span<float> output)
    {
        var counts = stackalloc int[PopcountKernel.Pixels * _kernel.Filters];
        fixed (ulong* words = _weights.Words)
        {
            for (var filter = 0; filter < Shape.GroupFilters; filter += _kernel.Filters)
            {
                var weights = words + ((nint)((group * _weights.GroupFilters) + filter) * _weights.Steps);
                for (var i = 0; i < count;)
                {
                    var tile = count - i < PopcountKernel.Pixels ? 1 : PopcountKernel.Pixels;
                    _kernel.Count(tile, patches + ((nint)i * _stride), _stride, weights, _weights.Steps, counts);
                    for (var p = 0; p < tile; p++)
                        Finish(group, filter, first + i + p, counts + (p * _kernel.Filters), finish, output);
                    i += tile;
                }
            }
        }
    }

    private void Finish(int group, int filter, int pixel, int* counts, SumFinish finish, Span<float> output)
    {
        var signs = Shape.Taps * Shape.GroupChannels;
        var filters = Math.Min(_kernel.Filters, Shape.GroupFilters - filter);
        if (_corrects)
        {
            var (y, x) = Math.DivRem(pixel, _columns.Length);
            var (rows, columns) = (_rows[y], _columns[x]);
            var inside = rows.Count * columns.Count;
            if (inside != Shape.Taps)
            {
                signs = inside * Shape.GroupChannels;
                Correct((group * _weights.GroupFilters) + filter, rows, columns, counts);
            }
        }

        var at = (group * Shape.GroupFilters) + filter;
        finish.Run(
            new ReadOnlySpan<int>(counts, filters), signs, at, output.Slice((pixel * Shape.Filters) + at, filters));
    }

    private void Correct(int filter, in TapRange rows, in TapRange columns, int* counts)
    {
        var (height, width) = Shape.Window.Kernel;
        for (var row = 0; row < height; row++)
        {
            var inside = row >= rows.First && row < rows.End;
            for (var column = 0; column < width; column++)
            {
                if (inside && column >= columns.First && column < columns.End) continue;
                var negatives = _weights.Negatives(
                    (row * width) + column, filter, _kernel.Filters, Shape.Groups * _weights.GroupFilters);
                for (var i = 0; i < negatives.Length; i++) counts[i] -= negatives[i];
            }
        }
    }
}
