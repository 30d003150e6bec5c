namespace Microsoft.ML.Larq.Packed;

/// <summary>Convolves signs with signs by popcounts, for few filters.</summary>
internal sealed unsafe class LaneConvolution : BlockConvolution
{
    private readonly PopcountKernel _kernel;
    private readonly LaneWeights _weights;
    private readonly PatchGatherer _gatherer;
    private readonly Borders<int> _borders;
    private readonly int _stride;

    public LaneConvolution(PopcountKernel kernel, ConvolutionShape shape, ReadOnlySpan<float> weights, int pad)
        : base(shape, Stride(shape), PopcountKernel.Pixels)
    {
        _kernel = kernel;
        _weights = new LaneWeights(shape, weights, kernel);
        _gatherer = new PatchGatherer(shape, pad);
        _borders = new Borders<int>(shape, weights, pad);
        _stride = Stride(shape);
    }

    public override string Name => $"{_kernel.Name} popcount";

    public override long Bytes => _weights.Bytes + _borders.Bytes;

    protected override void Gather(
        byte* input, int group, in TapRange rows, in TapRange columns, byte* patch, byte* spare) =>
        _gatherer.Gather(input, group, rows, columns, patch);

    protected override void Multiply(int group, Pixel* pixels, int count, byte* patches, SumOutput output)
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
                    kernel.Count(some, (ulong*)patches + ((nint)i * _stride), _stride, weights, steps, counts);
                    var line = counts;
                    for (var last = i + some; i < last; i++, line += width)
                    {
                        var pixel = pixels[i];
                        _borders.Correct(pixel.Index, first, new Span<int>(line, filters));
                        output.Write(line, _borders.Signs(pixel.Index), first, filters, pixel.Output);
                    }
                }
            }
        }
    }

    // Words of a patch: its bytes, which are filled up to whole words, and what gathering may write behind them.
    private static int Stride(ConvolutionShape shape)
    {
        var bytes = checked(shape.Taps * SignFormat.Bytes.RunBytes(shape.GroupChannels));
        return ((bytes + sizeof(ulong) - 1) / sizeof(ulong)) + (SignFormat.Slack / sizeof(ulong));
    }
}
