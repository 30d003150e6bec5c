using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Float;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Operands;

/// <summary>
/// What a layer with a kernel takes in, decided once for all such layers, whatever their geometry: whether it runs on
/// bits, how input and kernel are told, what makes numbers of the sums, and what the report says.
/// </summary>
/// <remarks>
/// Sign × sign runs on bits; a scaled sign counts as a sign, and <see cref="SignPlanes"/> tell 0 and 1, levels and −1,
/// 0 and +1 by signs. In float the levels of an input are summed where that is exact, else its numbers.
/// </remarks>
internal sealed class KernelPlan
{
    private readonly LayerCompiler _layer;
    private readonly Quantizer? _input;
    private readonly ScaledSigns? _scaled;
    private readonly DoReFaQuantizer? _levels;
    private readonly SignPlanes? _planes;
    private readonly float _pad;
    private readonly int _filters;

    /// <summary>Decides.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="kernel">What quantized the kernel; null for nothing.</param>
    /// <param name="weights">The quantized kernel, filters last.</param>
    /// <param name="filters">How many there are.</param>
    /// <param name="size">The kernel's size.</param>
    /// <param name="pad">What lies around the input; default 0.</param>
    public KernelPlan(
        LayerCompiler layer, Quantizer? kernel, float[] weights, int filters, KernelSize size, float pad = 0)
    {
        (_layer, Quantizer, _filters, _pad) = (layer, kernel, filters, pad);
        _input = TakenIn.InputQuantizer(layer, kernel);
        _scaled = ScaledSigns.Of(weights, filters, kernel);
        Weights = _scaled?.Signs ?? weights;
        WhyFloat = TakenIn.WhyFloat(layer, _input, kernel, _scaled is not null, size, pad);
        if (WhyFloat is null) _planes = new SignPlanes(layer, _input, kernel!);
        _levels = OnBits ? LevelPlanes.Of(_input) : Whole(size);
    }

    /// <summary>What quantized the kernel; null for nothing.</summary>
    public Quantizer? Quantizer { get; }

    /// <summary>Why it does not run on bits; null where it does.</summary>
    public string? WhyFloat { get; }

    /// <summary>Whether signs are summed; else numbers are.</summary>
    public bool OnBits => WhyFloat is null;

    /// <summary>Whether neither input nor kernel is quantized.</summary>
    public bool IsReal => _layer.Layer.Kind.Input is null && Quantizer is null;

    /// <summary>Whether the kernel is signs, each filter times a scale of its own or not.</summary>
    public bool IsSigns => _scaled is not null || Quantizer?.Alphabet == Alphabet.Signs;

    /// <summary>Whether all that is added up is whole numbers.</summary>
    public bool IsWhole => OnBits || _levels is not null || AreSmall;

    /// <summary>Levels from 0 to 1 of an input that is told by its levels; otherwise 1.</summary>
    public int Steps => _levels?.Steps ?? 1;

    /// <summary>What 1 in a whole number is worth; null where that is not the same for every filter.</summary>
    public float? Unit
    {
        get
        {
            var unit = Steps == 1 ? 1 : IntegerLevels.Unit(Steps);
            if (_scaled is null) return unit;
            return Array.TrueForAll(_scaled.Scale, scale => scale == _scaled.Scale[0]) ? _scaled.Scale[0] * unit : null;
        }
    }

    /// <summary>What is multiplied with: the kernel, or its signs where a scale comes behind the sum.</summary>
    public float[] Weights { get; }

    /// <summary>What lies around the input, in what is summed: a number, or a level.</summary>
    public float Around => _pad * Steps;

    /// <summary>What becomes of the sums of numbers, or of whole numbers.</summary>
    public SumFinish Finish(float[] bias, ActivationFunction activation)
    {
        var finish = new SumFinish(bias, activation);
        if (_levels is { Steps: > 1 }) finish = finish.Times(Filled(_filters, IntegerLevels.Unit(_levels.Steps)));
        return finish.Times(_scaled?.Scale);
    }

    /// <summary>The kernel told by signs, or a part of it.</summary>
    /// <param name="shape">The geometry.</param>
    /// <param name="weights">Of <see cref="Weights"/>; row-major (height, width, channels/groups, filters).</param>
    public ToldKernel ToldKernel(ConvolutionShape shape, float[] weights) => new(
        _layer.Kernels.Convolution(
            _planes!.Shape(shape), _planes.Weights(weights, shape), _planes.Pad((int)_pad), _planes.Count),
        _planes.Whole(weights, shape.Filters));

    /// <summary>The kernel in numbers, or as bits where it is signs, or a part of it.</summary>
    /// <inheritdoc cref="ToldKernel"/>
    public FloatConvolution FloatKernel(ConvolutionShape shape, float[] weights) =>
        _layer.Kernels.Convolution(shape, weights, Around, IsSigns);

    /// <summary>The signs that tell the input.</summary>
    /// <inheritdoc cref="SignPlanes.Signs"/>
    public WordSlot SignsIn(int run, int images = 1) => _planes!.Signs(run, images);

    /// <summary>The numbers, or the levels, of the input.</summary>
    public FloatSlot NumbersIn() => _levels is null ? _layer.Quantized(_input) : LevelPlanes.Numbers(_layer, _levels);

    /// <summary>What the report calls the input.</summary>
    public string Taken => $"input {_input?.ToString() ?? "already ±1"}";

    /// <summary>What the report adds to the names of input and kernel.</summary>
    public string How => _planes?.Why ?? (_levels is null ? "" : ": whole levels are summed by the first");

    /// <summary>Writes the layer's line of the report.</summary>
    /// <param name="name">The name of what computes it.</param>
    /// <param name="bytes">Bytes kept for it.</param>
    /// <param name="macs">Multiply-accumulates.</param>
    public void Report(string name, long bytes, long macs)
    {
        if (OnBits)
        {
            _layer.Report(true, $"{Taken}, kernel {Quantizer}{How}", name, bytes, macs);
            return;
        }

        var levels = _levels is null ? "" : "; whole levels are summed";
        var bits = IsSigns ? "; the kernel's signs are kept as bits" : "";
        _layer.Report(false, WhyFloat + levels + bits, name, bytes, macs);
    }

    // Whether input and kernel, scales aside, are −1, 0 and +1.
    private bool AreSmall => TakenIn.IsSmall(_input?.Alphabet ?? _layer.Input.Alphabet)
        && (IsSigns || TakenIn.IsSmall(Quantizer?.Alphabet)) && IntegerLevels.IsLevel(_pad);

    // The input's quantizer where its levels are summed in float.
    private DoReFaQuantizer? Whole(KernelSize size) =>
        (IsSigns || TakenIn.IsSmall(Quantizer?.Alphabet)) && LevelPlanes.Of(_input) is { } levels
        && IntegerLevels.AreExact(levels.Steps, size.Depth) && IntegerLevels.IsLevel(_pad)
            ? levels
            : null;

    private static float[] Filled(int length, float value)
    {
        var values = new float[length];
        Array.Fill(values, value);
        return values;
    }
}
