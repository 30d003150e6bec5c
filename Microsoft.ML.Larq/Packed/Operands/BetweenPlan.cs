using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Float;
using Microsoft.ML.Larq.Packed.Kernels.Sums;

namespace Microsoft.ML.Larq.Packed.Operands;

/// <summary>
/// What the second kernel of a separable convolution takes in: whole numbers where the first one gives them, else
/// numbers.
/// </summary>
/// <remarks>
/// Whole numbers are summed exactly by signs, 0 and 1, or −1, 0 and +1, and what 1 of them is worth comes behind the
/// sum. Planes of a count (<see cref="Through"/>) tell them by signs; planes of other whole numbers are so many that
/// they take longer than numbers: six of 2 bits, in 1.4 times the time with AVX-512.
/// </remarks>
internal sealed class BetweenPlan
{
    private readonly LayerCompiler _layer;
    private readonly KernelPlan _first;
    private readonly Quantizer? _kernel;
    private readonly ScaledSigns? _scaled;
    private readonly string? _whyNotWhole;

    /// <summary>Decides.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="first">What the first kernel takes in.</param>
    /// <param name="kernel">What quantized the second kernel; null for nothing.</param>
    /// <param name="weights">The quantized second kernel, filters last.</param>
    /// <param name="taps">Taps of the first kernel.</param>
    /// <param name="filters">Filters of the second.</param>
    public BetweenPlan(
        LayerCompiler layer, KernelPlan first, Quantizer? kernel, float[] weights, int taps, int filters)
    {
        (_layer, _first, _kernel, Filters) = (layer, first, kernel, filters);
        _scaled = ScaledSigns.Of(weights, filters, kernel);
        Weights = _scaled?.Signs ?? weights;
        _whyNotWhole = WhyNotWhole((long)taps * (weights.Length / filters));
    }

    /// <summary>Filters of the second kernel.</summary>
    public int Filters { get; }

    /// <summary>The second kernel, or its signs where a scale comes behind the sum.</summary>
    public float[] Weights { get; }

    /// <summary>Whether planes of the first kernel's counts can tell what lies between.</summary>
    public bool TakesCounts => IsWhole && IsSigns;

    private bool IsSigns => _scaled is not null || _kernel?.Alphabet == Alphabet.Signs;

    private bool IsWhole => _whyNotWhole is null;

    /// <summary>What becomes of the first kernel's sums.</summary>
    public SumFinish FinishFirst() =>
        IsWhole ? SumFinish.Nothing : _first.Finish([], ActivationFunction.Linear);

    /// <summary>What becomes of the second kernel's sums.</summary>
    public SumFinish Finish(float[] bias, ActivationFunction activation)
    {
        var finish = new SumFinish(bias, activation);
        if (IsWhole && _first.Unit is { } unit and not 1)
        {
            var units = new float[Filters];
            Array.Fill(units, unit);
            finish = finish.Times(units);
        }

        return finish.Times(_scaled?.Scale);
    }

    /// <summary>The second kernel in numbers, or as bits where it is signs.</summary>
    public FloatConvolution FloatKernel(ConvolutionShape shape) =>
        _layer.Kernels.Convolution(shape, Weights, 0f, IsSigns);

    /// <summary>
    /// What makes whole numbers of sums over signs of the first kernel, times the second, given what makes whole
    /// numbers of the first's alone.
    /// </summary>
    public SumFinish Through(SumFinish first) => first.Centers is { Length: > 0 } centers
        ? new SumFinish([], ActivationFunction.Linear, first.Factor, Sums(channel => centers[channel]))
        : first;

    /// <summary>The sum of each filter's weights, each channel so many times.</summary>
    public float[] Sums(Func<int, float> times)
    {
        var sums = new float[Filters];
        for (var i = 0; i < Weights.Length; i++) sums[i % Filters] += times(i / Filters) * Weights[i];
        return sums;
    }

    /// <summary>Writes the report's line of a layer whose second kernel runs on planes of counts.</summary>
    /// <param name="planes">How many.</param>
    /// <param name="name">The names of what computes it.</param>
    /// <param name="bytes">Bytes kept for it.</param>
    /// <param name="macs">Multiply-accumulates.</param>
    public void ReportCounts(int planes, string name, long bytes, long macs) => _layer.Report(
        true,
        $"{_first.Taken}, kernels {_first.Quantizer} and {_kernel}{_first.How}; "
        + $"what lies between is told by {planes} planes of signs",
        name, bytes, macs);

    /// <summary>Writes the report's line of a layer whose second kernel sums numbers.</summary>
    /// <param name="name">The names of what computes it.</param>
    /// <param name="bytes">Bytes kept for it.</param>
    /// <param name="macs">Multiply-accumulates.</param>
    public void ReportNumbers(string name, long bytes, long macs)
    {
        var bits = (!_first.OnBits && _first.IsSigns, IsSigns) switch
        {
            (true, true) => "; both kernels' signs are kept as bits",
            (true, false) => "; the first kernel's signs are kept as bits",
            (false, true) => "; the second kernel's signs are kept as bits",
            _ => "",
        };
        _layer.Report(false, WhyFloat + bits, name, bytes, macs);
    }

    private string WhyFloat
    {
        get
        {
            if (_first.IsReal && _kernel is null) return TakenIn.RealNumbers;
            return "what the first kernel gives is not quantized"
                + (_first.OnBits ? "; it runs on bits" : "")
                + (IsWhole ? "; whole numbers are summed" : $"; {_whyNotWhole}");
        }
    }

    private string? WhyNotWhole(long depth)
    {
        if (!_first.IsWhole) return _first.WhyFloat;
        if (_first.Unit is null) return $"kernel quantizer {_first.Quantizer} gives several scales";
        if (_kernel is null) return "no second kernel quantizer";
        if (!IsSigns && !TakenIn.IsSmall(_kernel.Alphabet))
            return $"second kernel quantizer {_kernel} gives {_kernel.Alphabet}";
        return IntegerLevels.AreExact(_first.Steps, depth) ? null : LevelPlanes.Inexact(_first.Steps, depth);
    }
}
