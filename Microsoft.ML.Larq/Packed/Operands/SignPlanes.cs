using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Operands;

/// <summary>Tells inputs of 0 and 1, or of levels, and kernels of −1, 0 and +1, by signs.</summary>
/// <remarks>
/// <para>
/// A kernel w of −1, 0 and +1 is the mean of two of signs, u and v: both w, or +1 and −1 for 0. So Σ s·w is half of the
/// sum over every channel twice, once with u and once with v.
/// </para>
/// <para>
/// An input a of 0 and 1 is (1 − s)/2 with s = 1 − 2a, so Σ a·w = (Σ w − Σ s·w)/2. What lies around the image is told
/// the same way; Σ w is over all taps, those outside among them.
/// </para>
/// <para>
/// An input of levels 0…n has k planes of such bits (<see cref="LevelPlanes"/>), of which the j-th counts 2ʲ-fold, 1 up
/// to n together: Σ l·w = (n·Σ w − Σⱼ 2ʲ·Σ sⱼ·w)/2.
/// </para>
/// <para>
/// All of these are integers or halves, far below 2²³ (of levels at most 2²³, by <see cref="IntegerLevels"/>), so
/// single precision holds them exactly.
/// </para>
/// </remarks>
internal sealed class SignPlanes
{
    private readonly LayerCompiler _layer;
    private readonly Quantizer? _input;
    private readonly bool _isBits;
    private readonly bool _isLevels;
    private readonly bool _isTernary;

    public SignPlanes(LayerCompiler layer, Quantizer? input, Quantizer kernel)
    {
        _layer = layer;
        _input = input;
        _isLevels = LevelPlanes.Of(input) is not null;
        _isBits = input?.Alphabet == Alphabet.ZeroOne || _isLevels;
        _isTernary = kernel.Alphabet == Alphabet.Ternary;
        Count = LevelPlanes.Of(input)?.KBit ?? 1;
    }

    /// <summary>Planes of the input.</summary>
    public int Count { get; }

    /// <summary>What the report adds.</summary>
    public string Why
    {
        get
        {
            var bits = Count == 1 ? ": 0 and 1 told by signs" : $": {Count} planes of bits told by signs";
            return (_isBits, _isTernary) switch
            {
                (true, true) => bits + ", the kernel by two planes of signs",
                (true, false) => bits,
                (false, true) => ": the kernel told by two planes of signs",
                _ => "",
            };
        }
    }

    /// <summary>The geometry of the convolution of signs.</summary>
    public ConvolutionShape Shape(ConvolutionShape shape) =>
        _isTernary ? shape with { Channels = checked(2 * shape.Channels) } : shape;

    /// <summary>The kernel of signs.</summary>
    public float[] Weights(float[] kernel, ConvolutionShape shape)
    {
        if (!_isTernary) return kernel;
        var (channels, filters) = (shape.GroupChannels, shape.Filters);
        var planes = new float[checked(2 * kernel.Length)];
        for (var i = 0; i < kernel.Length; i++)
        {
            var (row, filter) = Math.DivRem(i, filters);
            var (tap, channel) = Math.DivRem(row, channels);
            var first = (((tap * 2 * channels) + channel) * filters) + filter;
            planes[first] = kernel[i] < 0 ? -1 : 1;
            planes[first + (channels * filters)] = kernel[i] > 0 ? 1 : -1;
        }

        return planes;
    }

    /// <summary>The sign around the image; 0 for none.</summary>
    public int Pad(int pad) => _isBits ? 1 - (2 * pad) : pad;

    /// <summary>What makes whole numbers of the sums of signs.</summary>
    public SumFinish Whole(float[] kernel, int filters)
    {
        var half = _isTernary ? 0.5f : 1;
        if (!_isBits) return _isTernary ? new SumFinish([], ActivationFunction.Linear, half, []) : SumFinish.Nothing;
        var (centers, middle) = (new float[filters], ((1 << Count) - 1) / 2f);
        for (var i = 0; i < kernel.Length; i++) centers[i % filters] += middle * kernel[i];
        return new SumFinish([], ActivationFunction.Linear, -half / 2, centers);
    }

    /// <summary>The signs that go in.</summary>
    /// <param name="run">How many of them lie together for the convolution of <see cref="Shape"/>.</param>
    /// <param name="images">Of how many images, each from a word of its own on; default 1.</param>
    public WordSlot Signs(int run, int images = 1)
    {
        if (!_isBits && !_isTernary && images == 1) return Plain(run);
        var numbers = _input is CustomQuantizer && !_isLevels ? Quantized() : _layer.Floats();
        if (_isBits && !_isLevels)
        {
            // The library's 1 is what is above 0; −1 tells it.
            var told = new FloatSlot(numbers.Length);
            _layer.Add(new NegateOp(numbers, told));
            numbers = told;
        }

        if (_isTernary)
        {
            var twice = new FloatSlot(checked(2 * numbers.Length));
            _layer.Add(new TwiceOp(numbers, run / 2, twice));
            numbers = twice;
        }

        var plane = _layer.Kernels.Format.WordsOf(numbers.Length / images, run);
        var all = new WordSlot(checked(images * Count * plane));
        _layer.Add((_isLevels, images) switch
        {
            (true, _) => new LevelPlanesOp(_layer.Kernels, numbers, images, Count, run, all),
            (false, 1) => new PackOp(_layer.Kernels, numbers, run, all),
            _ => new PackImagesOp(_layer.Kernels, numbers, images, run, all),
        });
        return all;
    }

    // The library's signs are what packing makes of the numbers; another quantizer's are computed first.
    private WordSlot Plain(int run) => _input is CustomQuantizer
        ? _layer.Signs(PackedTensor.Of(Quantized(), Alphabet.Signs), run)
        : _layer.Signs(run);

    private FloatSlot Quantized() => _layer.Quantized(_input);
}
