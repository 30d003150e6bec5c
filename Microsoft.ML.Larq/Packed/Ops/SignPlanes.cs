using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed;

/// <summary>Tells inputs of 0 and 1, and kernels of −1, 0 and +1, by signs.</summary>
/// <remarks>
/// <para>
/// A kernel w of −1, 0 and +1 is the mean of two of signs, u and v: both w, or +1 and −1 for 0. So Σ s·w is half of the
/// sum over every channel twice, once with u and once with v.
/// </para>
/// <para>
/// An input a of 0 and 1 is (1 − s)/2 with s = 1 − 2a, so Σ a·w = (Σ w − Σ s·w)/2. What lies around the image is told
/// the same way; Σ w is over all taps, those outside among them.
/// </para>
/// <para>All of these are integers or halves, far below 2²³, so single precision holds them exactly.</para>
/// </remarks>
internal sealed class SignPlanes
{
    private readonly LayerCompiler _layer;
    private readonly ConvolutionShape _shape;
    private readonly Quantizer? _input;
    private readonly bool _isZeroOne;
    private readonly bool _isTernary;

    public SignPlanes(LayerCompiler layer, ConvolutionShape shape, Quantizer? input, Quantizer kernel)
    {
        _layer = layer;
        _shape = shape;
        _input = input;
        _isZeroOne = input?.Alphabet == Alphabet.ZeroOne;
        _isTernary = kernel.Alphabet == Alphabet.Ternary;
    }

    /// <summary>The geometry of the convolution of signs.</summary>
    public ConvolutionShape Shape => _isTernary ? _shape with { Channels = checked(2 * _shape.Channels) } : _shape;

    /// <summary>What the report adds.</summary>
    public string Why => (_isZeroOne, _isTernary) switch
    {
        (true, true) => ": 0 and 1 told by signs, the kernel by two planes of signs",
        (true, false) => ": 0 and 1 told by signs",
        (false, true) => ": the kernel told by two planes of signs",
        _ => "",
    };

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
    public int Pad(int pad) => _isZeroOne ? 1 - (2 * pad) : pad;

    /// <summary>What makes numbers of the sums of signs.</summary>
    public SumFinish Finish(float[] bias, ActivationFunction activation, float[] kernel)
    {
        var half = _isTernary ? 0.5f : 1;
        if (!_isZeroOne) return new SumFinish(bias, activation, half, []);
        var centers = new float[_shape.Filters];
        for (var i = 0; i < kernel.Length; i++) centers[i % centers.Length] += kernel[i] / 2;
        return new SumFinish(bias, activation, -half / 2, centers);
    }

    /// <summary>The signs that go in.</summary>
    /// <param name="run">How many of them lie together for the convolution of <see cref="Shape"/>.</param>
    public WordSlot Signs(int run)
    {
        if (!_isZeroOne && !_isTernary) return ConvolutionOps.Signs(_layer, _input, run);
        var numbers = ConvolutionOps.Quantized(_layer, _input);
        if (_isZeroOne)
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

        var signs = _layer.Kernels.Format.Slot(numbers.Length, run);
        _layer.Add(new PackOp(_layer.Kernels, numbers, run, signs));
        return signs;
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
