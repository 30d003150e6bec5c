namespace Microsoft.ML.Larq.Packed;

/// <summary>Convolves signs with signs block of pixels by block: gathers their patches, then multiplies.</summary>
/// <remarks>
/// A block of patches is gathered, then every tile of filters passes over it: its weights stay in the first cache, the
/// patches in the second, of which a tile reads little. Rows of a batch follow each other, so that a tile may reach
/// from one row into the next. Outside the image a patch is +1 or −1; see <see cref="Borders{TCount}"/> for pad 0.
/// A count is at most the signs of a patch, which are fewer than 2³¹ because an array holds their weights.
/// </remarks>
internal abstract unsafe class BlockConvolution : BinaryConvolution
{
    private const int BlockBytes = 65536;
    private const int MostPixels = 64;

    private readonly TapRange[] _rows;
    private readonly TapRange[] _columns;
    private readonly int _strideWords;
    private readonly int _block;

    /// <param name="shape">The geometry.</param>
    /// <param name="strideWords">Words of a gathered patch.</param>
    /// <param name="tile">Pixels of a tile: a block has whole ones.</param>
    protected BlockConvolution(ConvolutionShape shape, int strideWords, int tile)
        : base(shape)
    {
        var window = shape.Window;
        _rows = [.. Enumerable.Range(0, window.Rows.Output).Select(y => TapRange.Row(window, y, shape.Height))];
        _columns = [.. Enumerable.Range(0, window.Columns.Output).Select(x => TapRange.Column(window, x, shape.Width))];
        _strideWords = strideWords;
        var fit = BlockBytes / (strideWords * sizeof(ulong)) / tile * tile;
        _block = Math.Clamp(fit, Math.Min(2 * tile, MostPixels), MostPixels);
    }

    public override bool CanWriteSigns => Shape.Groups == 1 || Shape.GroupFilters % 8 == 0;

    public override int ScratchWords => _block * _strideWords;

    public override void Run(
        ReadOnlySpan<ulong> input, Span<ulong> scratch, SumFinish finish, Span<float> output, int rows)
    {
        fixed (ulong* from = input, patches = scratch)
        fixed (float* to = output)
        {
            var rowBytes = (nint)output.Length / rows * sizeof(float);
            Run((byte*)from, (nint)input.Length / rows * sizeof(ulong), rows, patches, finish,
                (byte*)to, rowBytes, Shape.Filters * sizeof(float));
        }
    }

    public override void Run(
        ReadOnlySpan<ulong> input, Span<ulong> scratch, SumThresholds thresholds, Span<ulong> output, int rows)
    {
        fixed (ulong* from = input, patches = scratch, to = output)
        {
            var rowBytes = (nint)output.Length / rows * sizeof(ulong);
            Run((byte*)from, (nint)input.Length / rows * sizeof(ulong), rows, patches, thresholds,
                (byte*)to, rowBytes, SignFormat.Bytes.RunBytes(Shape.Filters));
        }
    }

    /// <summary>Fills one patch; what lies at <paramref name="spare"/>, behind the block, may be overwritten.</summary>
    protected abstract void Gather(
        byte* input, int group, in TapRange rows, in TapRange columns, byte* patch, byte* spare);

    /// <summary>Every filter of a group for some gathered pixels.</summary>
    protected abstract void Multiply(int group, Pixel* pixels, int count, byte* patches, SumOutput output);

    private void Run(
        byte* input, nint inputRow, int rows, ulong* patches, SumOutput finish,
        byte* output, nint outputRow, nint outputPixel)
    {
        var each = _rows.Length * _columns.Length;
        var pixels = (long)rows * each;
        var block = stackalloc Pixel[MostPixels];
        for (var first = 0L; first < pixels; first += _block)
        {
            var count = (int)Math.Min(_block, pixels - first);
            for (var i = 0; i < count; i++)
            {
                var (row, index) = Math.DivRem(first + i, each);
                block[i] = new Pixel(
                    input + ((nint)row * inputRow),
                    output + ((nint)row * outputRow) + ((nint)index * outputPixel),
                    (int)index);
            }

            for (var group = 0; group < Shape.Groups; group++)
            {
                Gather(block, count, group, (byte*)patches);
                Multiply(group, block, count, (byte*)patches, finish);
            }
        }
    }

    private void Gather(Pixel* pixels, int count, int group, byte* patches)
    {
        var stride = (nint)_strideWords * sizeof(ulong);
        var spare = patches + (_block * stride);
        for (var i = 0; i < count; i++, patches += stride)
        {
            var (y, x) = Math.DivRem(pixels[i].Index, _columns.Length);
            Gather(pixels[i].Input, group, _rows[y], _columns[x], patches, spare);
        }
    }

    /// <summary>A pixel of a block.</summary>
    /// <param name="input">The image that it is of.</param>
    /// <param name="output">Where its filters go.</param>
    /// <param name="index">Its place within the output image.</param>
    protected readonly struct Pixel(byte* input, byte* output, int index)
    {
        public readonly byte* Input = input;
        public readonly byte* Output = output;
        public readonly int Index = index;
    }
}
