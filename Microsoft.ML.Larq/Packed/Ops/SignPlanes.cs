using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

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
/// All of these are integers or halves, far below 2²³ (of levels at most 2²³, by <see cref="WholeLevels"/>), so single
/// precision holds them exactly.
/// </para>
/// </remarks>
internal sealed class SignPlanes
{
    private readonly LayerCompiler _layer;
    private readonly ConvolutionShape _shape;
    private readonly Quantizer? _input;
    private readonly DoReFaQuantizer? _levels;
    private readonly bool _isBits;
    private readonly bool _isTernary;

    public SignPlanes(LayerCompiler layer, ConvolutionShape shape, Quantizer? input, Quantizer kernel)
    {
        _layer = layer;
        _shape = shape;
        _input = input;
        _levels = LevelPlanes.Of(input);
        _isBits = input?.Alphabet == Alphabet.ZeroOne || _levels is not null;
        _isTernary = kernel.Alphabet == Alphabet.Ternary;
    }

    /// <summary>The geometry of the convolution of signs.</summary>
    public ConvolutionShape Shape => _isTernary ? _shape with { Channels = checked(2 * _shape.Channels) } : _shape;

    /// <summary>Planes of the input.</summary>
    public int Count => _levels?.KBit ?? 1;

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

    /// <summary>The kernel of signs.</summary>
    public float[] Weights(float[] kernel)
    {
        if (!_isTernary) return kernel;
        var (channels, filters) = (_shape.GroupChannels, _shape.Filters);
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

    /// <summary>What makes numbers of the sums of signs.</summary>
    public SumFinish Finish(float[] bias, ActivationFunction activation, float[] kernel)
    {
        var half = _isTernary ? 0.5f : 1;
        if (!_isBits) return new SumFinish(bias, activation, half, []);
        var (centers, steps) = (new float[_shape.Filters], _levels?.Steps ?? 1);
        for (var i = 0; i < kernel.Length; i++) centers[i % centers.Length] += steps * kernel[i] / 2;
        var finish = new SumFinish(bias, activation, -half / 2, centers);
        return steps == 1 ? finish : finish.Times(ConvolutionOps.Units(_levels, centers.Length));
    }

    /// <summary>The signs that go in.</summary>
    /// <param name="run">How many of them lie together for the convolution of <see cref="Shape"/>.</param>
    /// <param name="images">Of how many images, each from a word of its own on; default 1.</param>
    public WordSlot Signs(int run, int images = 1)
    {
        if (!_isBits && !_isTernary && images == 1) return ConvolutionOps.Signs(_layer, _input, run);
        var isZeroOne = _isBits && _levels is null;
        var numbers = isZeroOne || _input is CustomQuantizer
            ? ConvolutionOps.Quantized(_layer, _input)
            : _layer.Floats();
        if (isZeroOne)
        {
            var told = new FloatSlot(numbers.Length);
            _layer.Add(new TellBySignsOp(numbers, told));
            numbers = told;
        }

        if (_isTernary)
        {
            var twice = new FloatSlot(checked(2 * numbers.Length));
            _layer.Add(new TwiceOp(numbers, run / 2, twice));
            numbers = twice;
        }

        var plane = _layer.Kernels.Format.Slot(numbers.Length / images, run);
        var all = new WordSlot(checked(images * Count * plane.Length));
        _layer.Add((_levels, images) switch
        {
            (null, 1) => new PackOp(_layer.Kernels, numbers, run, all),
            (null, _) => new PackImagesOp(_layer.Kernels, numbers, images, run, all),
            _ => new LevelPlanesOp(_layer.Kernels, numbers, images, Count, run, all),
        });
        return all;
    }
}

/// <summary>0 and 1 as +1 and −1.</summary>
internal sealed class TellBySignsOp(FloatSlot input, FloatSlot output) : PackedOp(output, input)
{
    public override void Run(Arena arena) => RunAll(arena);

    public override void RunAll(Arena arena)
    {
        var to = arena.All(output);
        arena.All(input).CopyTo(to);
        foreach (ref var number in to) number = 1 - (2 * number);
    }
}

/// <summary>Every run of numbers twice.</summary>
internal sealed class TwiceOp(FloatSlot input, int run, FloatSlot output) : PackedOp(output, input)
{
    public override void Run(Arena arena)
    {
        var to = arena[output];
        for (var from = arena[input]; !from.IsEmpty; from = from[run..], to = to[(2 * run)..])
        {
            from[..run].CopyTo(to);
            from[..run].CopyTo(to[run..]);
        }
    }
}

/// <summary>Numbers of several images to signs, every image from a word of its own on.</summary>
internal sealed class PackImagesOp(KernelSet kernels, FloatSlot input, int images, int run, WordSlot output)
    : PackedOp(output, input)
{
    /// <summary>Whether a layer gives such images, plane by plane.</summary>
    public bool Fits(PlaneSums sums) =>
        sums.Parts.Length == 1 && images == sums.Planes && input.Length == sums.PlaneLength * images;

    public override void Run(Arena arena)
    {
        var (from, to) = (input.Length / images, output.Length / images);
        for (var i = 0; i < images; i++)
            kernels.Pack(arena[input].Slice(i * from, from), run, arena[output].Slice(i * to, to));
    }

    /// <summary>One image, given its numbers.</summary>
    public void Image(Arena arena, int row, int image, ReadOnlySpan<float> numbers)
    {
        var to = output.Length / images;
        kernels.Pack(numbers, run, arena.All(output).Slice((row * output.Length) + (image * to), to));
    }
}
