using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>
/// Quantizes images of float32, pads them with a constant and turns them into bfloat16, in one pass over memory, and
/// takes the gradient back in one pass as well.
/// </summary>
/// <remarks>
/// In memory, images are blocks of lines: whole images of lines of pixels with all their channels where the channels
/// lie last, planes of one channel otherwise. The padded images lie in the same way.
/// </remarks>
internal sealed class PaddedQuantization
{
    private readonly QuantizerModule _quantizer;
    private readonly Pointwise _loops;
    private readonly WindowAxis _height;
    private readonly WindowAxis _width;
    private readonly ushort _pad;

    private PaddedQuantization(
        QuantizerModule quantizer, Pointwise loops, WindowAxis height, WindowAxis width, float padValue)
    {
        _quantizer = quantizer;
        _loops = loops;
        _height = height;
        _width = width;
        _pad = (ushort)(BitConverter.SingleToUInt32Bits(padValue) >> 16);
    }

    /// <summary>What the backward pass could not throw; the quantizer's.</summary>
    public BackwardFault Fault => _quantizer.Fault;

    /// <summary>
    /// The quantized and padded images; null where they cannot be made in one pass or bfloat16 would not hold them
    /// exactly.
    /// </summary>
    public static Tensor? Apply(
        Tensor input, QuantizerModule quantizer, WindowAxis height, WindowAxis width, float padValue)
    {
        if (!is_grad_enabled() || !input.requires_grad) return null;
        if (quantizer is not { GivesSmallIntegers: true, InOnePass: { } loops }) return null;
        if ((BitConverter.SingleToUInt32Bits(padValue) & 0xffff) != 0) return null;
        using var inOrder = input.InOrder(ScalarType.Float32);
        if (inOrder is null) return null;
        var padded = PaddedFunction.apply(input, new PaddedQuantization(quantizer, loops, height, width, padValue));
        quantizer.MeasureForward(input, () => quantizer.Forward(input));
        return padded;
    }

    public Tensor Forward(Tensor input)
    {
        using var x = input.InOrder(ScalarType.Float32)!;
        var blocks = new Blocks(input, _height, _width);
        var padded = empty(blocks.PaddedShape, ScalarType.BFloat16, CPU);
        var from = (ReadOnlySpan<float>)x.Elements<float>();
        var to = padded.Elements<ushort>();
        var (above, below) = (blocks.PaddedLine * _height.Before, blocks.PaddedLine * _height.After);
        for (var block = 0; block < blocks.Count; block++)
        {
            to[..above].Fill(_pad);
            to = to[above..];
            for (var line = 0; line < blocks.Lines; line++)
            {
                to[..blocks.Left].Fill(_pad);
                _loops.Quantize(from[..blocks.Line], to.Slice(blocks.Left, blocks.Line));
                to[(blocks.Left + blocks.Line)..blocks.PaddedLine].Fill(_pad);
                from = from[blocks.Line..];
                to = to[blocks.PaddedLine..];
            }

            to[..below].Fill(_pad);
            to = to[below..];
        }

        return blocks.ChannelsLast ? padded.permute(0, 3, 1, 2) : padded;
    }

    public Tensor Backward(Tensor input, Tensor upstream)
    {
        using var x = input.InOrder(ScalarType.Float32)!;
        var blocks = new Blocks(input, _height, _width);
        using var padded = (blocks.ChannelsLast ? upstream.permute(0, 2, 3, 1) : upstream).contiguous();
        var gradient = empty_like(input, requires_grad: false);
        using var dx = gradient.InOrder(ScalarType.Float32)!;
        var from = (ReadOnlySpan<float>)x.Elements<float>();
        var dy = (ReadOnlySpan<ushort>)padded.Elements<ushort>();
        var to = dx.Elements<float>();
        for (var block = 0; block < blocks.Count; block++)
        {
            dy = dy[(blocks.PaddedLine * _height.Before)..];
            for (var line = 0; line < blocks.Lines; line++)
            {
                _loops.Gradient(from[..blocks.Line], dy.Slice(blocks.Left, blocks.Line), to[..blocks.Line]);
                from = from[blocks.Line..];
                to = to[blocks.Line..];
                dy = dy[blocks.PaddedLine..];
            }

            dy = dy[(blocks.PaddedLine * _height.After)..];
        }

        _quantizer.Measure(input, null, () => Unpadded(input, upstream), gradient);
        return gradient;
    }

    // The gradient to the quantized images as a quantizer alone would have got it.
    private Tensor Unpadded(Tensor input, Tensor upstream) => upstream
        .narrow(2, _height.Before, input.size(2)).narrow(3, _width.Before, input.size(3)).to(input.dtype);

    /// <summary>How images (rows, channels, height, width) lie in memory, and how they do once padded.</summary>
    private readonly struct Blocks
    {
        public Blocks(Tensor images, WindowAxis height, WindowAxis width)
        {
            var (rows, channels, lines, pixels) =
                (images.size(0), images.size(1), images.size(2), images.size(3));
            ChannelsLast = !images.is_contiguous();
            var cell = ChannelsLast ? (int)channels : 1;
            Count = (int)(ChannelsLast ? rows : rows * channels);
            Lines = (int)lines;
            Line = (int)pixels * cell;
            Left = width.Before * cell;
            PaddedLine = Left + Line + (width.After * cell);
            var (paddedLines, paddedPixels) =
                (height.Before + lines + height.After, width.Before + pixels + width.After);
            PaddedShape = ChannelsLast
                ? [rows, paddedLines, paddedPixels, channels]
                : [rows, channels, paddedLines, paddedPixels];
        }

        public bool ChannelsLast { get; }

        public int Count { get; }

        public int Lines { get; }

        public int Line { get; }

        public int Left { get; }

        public int PaddedLine { get; }

        public long[] PaddedShape { get; }
    }
}
