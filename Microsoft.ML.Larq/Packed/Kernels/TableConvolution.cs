namespace Microsoft.ML.Larq.Packed;

/// <summary>Convolves signs with signs by tables, for many filters.</summary>
internal sealed unsafe class TableConvolution : BlockConvolution
{
    private readonly TableKernel _kernel;
    private readonly TableWeights _weights;
    private readonly PatchGatherer _gatherer;
    private readonly Borders<ushort> _borders;
    private readonly int _stride;

    public TableConvolution(TableKernel kernel, ConvolutionShape shape, ReadOnlySpan<float> weights, int pad)
        : base(shape, Stride(shape, kernel) / sizeof(ulong), TableKernel.MostPixels)
    {
        _kernel = kernel;
        _weights = new TableWeights(shape, weights, kernel);
        _gatherer = new PatchGatherer(shape, pad);
        _borders = new Borders<ushort>(shape, weights, pad);
        _stride = Stride(shape, kernel);
    }

    public override string Name => $"{_kernel.Name} tables";

    public override long Bytes => _weights.Bytes + _borders.Bytes;

    // A patch as gathered lies behind the block's until it is cut.
    public override int ScratchWords =>
        base.ScratchWords + ((_weights.PatchBytes + (2 * SignFormat.Slack)) / sizeof(ulong));

    /// <summary>
    /// Whether it pays: a vector is mostly filled. And whether it is right: counts fit into 16 bits.
    /// </summary>
    public static bool Fits(TableKernel kernel, ConvolutionShape shape, int fewest) =>
        shape.GroupFilters > fewest && TableWeights.StepsOf(shape, kernel) <= kernel.MostSteps;

    protected override void Gather(
        byte* input, int group, in TapRange rows, in TapRange columns, byte* patch, byte* spare)
    {
        var signs = _gatherer.InPlace(input, group, rows, columns);
        if (signs is null) _gatherer.Gather(input, group, rows, columns, signs = spare);
        _kernel.Cut(signs, _weights.PatchBytes, patch);
    }

    protected override void Multiply(int group, Pixel* pixels, int count, byte* patches, SumOutput output)
    {
        var (kernel, steps) = (_kernel, _weights.Steps);
        var counts = stackalloc ushort[(TableKernel.MostPixels * 2 * kernel.Lanes) + 32];
        counts = (ushort*)(((nint)counts + 63) & ~(nint)63);
        foreach (var tile in _weights.Tiles)
        {
            var weights = _weights.Pointer + ((nint)group * _weights.GroupBytes) + ((nint)tile.First * kernel.Lanes * steps);
            var width = tile.Vectors * kernel.Lanes;
            var large = kernel.Pixels(tile.Vectors);
            var first = tile.First * kernel.Lanes;
            var filters = Math.Min(width, Shape.GroupFilters - first);
            first += group * Shape.GroupFilters;
            for (var i = 0; i < count;)
            {
                var some = count - i < large ? 1 : large;
                kernel.Count(some, tile.Vectors, patches + ((nint)i * _stride), _stride, weights, steps, counts);
                var line = counts;
                for (var last = i + some; i < last; i++, line += width)
                {
                    var pixel = pixels[i];
                    _borders.Correct(pixel.Index, first, new Span<ushort>(line, filters));
                    output.Write(line, _borders.Signs(pixel.Index), first, filters, pixel.Output);
                }
            }
        }
    }

    // Bytes of a cut patch: a kernel fills it up to a multiple of 32.
    private static int Stride(ConvolutionShape shape, TableKernel kernel) =>
        (TableWeights.StepsOf(shape, kernel) + 31) / 32 * 32;
}
