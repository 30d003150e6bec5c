namespace Microsoft.ML.Larq.Packed;

/// <summary>Convolves signs with signs by tiles of pixels × filters; blocking, borders, remainders.</summary>
/// <remarks>
/// A block of patches is gathered, then every tile of filters passes over it: its weights stay in the first cache, the
/// patches in the second, of which a tile reads little. Outside the image a patch is +1 or −1. For pad 0 it is +1, and
/// a filter differs from it where its weights are −1: that number is taken off the count again, and those taps' signs
/// are not counted.
/// A count is at most the signs of a patch, which are fewer than 2³¹ because an array holds their weights.
/// </remarks>
internal sealed unsafe class LaneConvolution : BinaryConvolution
{
    private const int BlockBytes = 65536;
    private readonly PopcountKernel _kernel;
    private readonly LaneWeights _weights;
    private readonly PatchGatherer _gatherer;
    private readonly TapRange[] _rows;
    private readonly TapRange[] _columns;
    private readonly bool _corrects;
    private readonly int _stride;
    private readonly int _block;
    private readonly int _rawWords;
    private readonly int[] _signs;

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
        var channels = shape.GroupChannels;
        _signs = [.. _rows.SelectMany(_ => _columns, (row, column) => channels * (_corrects
            ? row.Count * column.Count
            : shape.Taps))];
        _rawWords = (shape.Filters / 64) + 2;
        _stride = _weights.Steps + (SignFormat.Slack / sizeof(ulong));
        var fit = BlockBytes / (_stride * sizeof(ulong)) / PopcountKernel.Pixels * PopcountKernel.Pixels;
        _block = Math.Min(Math.Clamp(fit, 2 * PopcountKernel.Pixels, 64), _signs.Length);
    }

    public override string Name => $"{_kernel.Name} popcount";

    public override long Bytes => _weights.Bytes;

    public override bool CanWriteSigns => Shape.Groups == 1;

    public override int ScratchWords => _block * (_stride + _rawWords);

    public override void Run(ReadOnlySpan<ulong> input, Span<ulong> scratch, SumFinish finish, Span<float> output)
    {
        fixed (ulong* from = input, patches = scratch)
        fixed (float* to = output)
        {
            Run((byte*)from, patches, new FloatOutput(finish, to, Shape.Filters));
        }
    }

    public override void Run(
        ReadOnlySpan<ulong> input, Span<ulong> scratch, SumThresholds thresholds, Span<ulong> output)
    {
        // Behind the patches; the word at the end of every pixel's signs stays 0.
        var raw = scratch.Slice(_block * _stride, _block * _rawWords);
        raw.Clear();
        fixed (ulong* from = input, patches = scratch, signs = raw, to = output)
        {
            Run((byte*)from, patches, new SignOutput(
                thresholds, _kernel.Format, (byte*)signs, _rawWords * sizeof(ulong), _block, (byte*)to));
        }
    }

    private void Run<TOutput>(byte* input, ulong* patches, TOutput output)
        where TOutput : struct, ITileOutput
    {
        var pixels = _signs.Length;
        for (var first = 0; first < pixels; first += _block)
        {
            var count = Math.Min(_block, pixels - first);
            for (var group = 0; group < Shape.Groups; group++)
            {
                Gather(input, group, first, count, patches);
                Multiply(group, first, count, patches, output);
            }

            output.EndBlock(first, count);
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

    private void Multiply<TOutput>(int group, int first, int count, ulong* patches, TOutput output)
        where TOutput : struct, ITileOutput
    {
        var (kernel, width, steps, stride) = (_kernel, _kernel.Filters, _weights.Steps, (nint)_stride);
        var counts = stackalloc int[PopcountKernel.Pixels * width];
        var signs = _signs.AsSpan(first, count);
        var all = Shape.Taps * Shape.GroupChannels;
        fixed (ulong* words = _weights.Words)
        {
            for (var filter = 0; filter < Shape.GroupFilters; filter += width)
            {
                var filled = (group * _weights.GroupFilters) + filter;
                var at = (group * Shape.GroupFilters) + filter;
                var filters = Math.Min(width, Shape.GroupFilters - filter);
                var weights = words + ((nint)filled * steps);
                for (var i = 0; i < count;)
                {
                    var tile = count - i < PopcountKernel.Pixels ? 1 : PopcountKernel.Pixels;
                    kernel.Count(tile, patches + (i * stride), stride, weights, steps, counts);
                    var line = counts;
                    for (var last = i + tile; i < last; i++, line += width)
                    {
                        var inside = signs[i];
                        if (inside != all) Correct(filled, first + i, line);
                        output.Write(first + i, at, filters, line, inside);
                    }
                }
            }
        }
    }

    private void Correct(int filter, int pixel, int* counts)
    {
        var (y, x) = Math.DivRem(pixel, _columns.Length);
        var (rows, columns) = (_rows[y], _columns[x]);
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
