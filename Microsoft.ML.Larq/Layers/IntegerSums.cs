using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>
/// Evaluates a layer by sums of whole numbers, where its input has levels 0, 1/n … 1 or small integers, and each
/// filter's weights are 0 and ± one magnitude.
/// </summary>
/// <remarks>
/// <para>
/// Levels l and the signs s of the weights are summed, Σ lᵢ·sᵢ, and the sum is multiplied once, by the magnitude times
/// 1/n. Single precision holds these sums exactly, in whatever order they are taken, so that a compiled network gives
/// the same bits. An input of NaN has level 0.
/// </para>
/// <para>Only where no gradient is asked for: in training the numbers themselves are summed.</para>
/// </remarks>
internal sealed class IntegerSums
{
    private readonly Tensor _unit;
    private readonly int _steps;

    private IntegerSums(Tensor input, Tensor kernel, Tensor unit, int steps, Tensor? second = null)
    {
        Input = input;
        Kernel = kernel;
        Second = second;
        _unit = unit;
        _steps = steps;
    }

    /// <summary>The levels.</summary>
    public Tensor Input { get; }

    /// <summary>−1, 0 and +1.</summary>
    public Tensor Kernel { get; }

    /// <summary>−1, 0 and +1 of a kernel behind the first; null where there is none.</summary>
    public Tensor? Second { get; }

    /// <summary>The levels of what lies around the input.</summary>
    public double Levels(float pad) => pad * _steps;

    /// <summary>Makes numbers of the sums, in place.</summary>
    /// <param name="sums">Whole numbers.</param>
    /// <param name="axes">Axes behind that of the filters.</param>
    public Tensor Finish(Tensor sums, int axes) => sums.mul_(_unit.view([-1, .. Enumerable.Repeat(1L, axes)]));

    /// <summary>Takes a layer apart; null where it has to be computed as it is.</summary>
    /// <param name="training">Whether the layer is in training.</param>
    /// <param name="input">Its input.</param>
    /// <param name="inputQuantizer">Quantizes the input.</param>
    /// <param name="kernel">The latent kernel.</param>
    /// <param name="kernelQuantizer">Quantizes the kernel.</param>
    /// <param name="pad">What lies around the quantized input.</param>
    /// <param name="filterAxis">The kernel's axis of filters; default the first.</param>
    /// <param name="depth">Weights of a sum; default all of a filter.</param>
    public static IntegerSums? Of(
        bool training, Tensor input, nn.Module<Tensor, Tensor>? inputQuantizer, Tensor kernel,
        nn.Module<Tensor, Tensor>? kernelQuantizer, float pad = 0, int filterAxis = 0, long? depth = null)
    {
        if (training || is_grad_enabled() || AreMeasured(inputQuantizer, kernelQuantizer)) return null;
        depth ??= kernel.numel() / kernel.size(filterAxis);
        return Of(input, inputQuantizer, kernel, kernelQuantizer, pad, filterAxis, depth.Value, isFirst: false);
    }

    /// <summary>Takes a layer of two kernels apart; null where it has to be computed as it is.</summary>
    /// <param name="training">Whether the layer is in training.</param>
    /// <param name="input">Its input.</param>
    /// <param name="inputQuantizer">Quantizes the input.</param>
    /// <param name="first">The first latent kernel, filters first, and its quantizer.</param>
    /// <param name="second">The second one, which takes in all that the first gives.</param>
    /// <param name="pad">What lies around the quantized input.</param>
    public static IntegerSums? OfTwo(
        bool training, Tensor input, nn.Module<Tensor, Tensor>? inputQuantizer,
        (Tensor Kernel, nn.Module<Tensor, Tensor>? Quantizer) first,
        (Tensor Kernel, nn.Module<Tensor, Tensor>? Quantizer) second, float pad)
    {
        if (training || is_grad_enabled() || AreMeasured(inputQuantizer, first.Quantizer, second.Quantizer))
            return null;
        var depth = first.Kernel.numel() / first.Kernel.size(0) * (second.Kernel.numel() / second.Kernel.size(0));
        var whole = Of(input, inputQuantizer, first.Kernel, first.Quantizer, pad, 0, depth, isFirst: true);
        if (whole is null || second.Quantizer is null || One(whole._unit) is not { } unit) return null;
        return Parts(second.Kernel, second.Quantizer, 0, isWhole: false) is var (signs, magnitude)
            ? new IntegerSums(whole.Input, whole.Kernel, magnitude.mul(unit), whole._steps, signs)
            : null;
    }

    // Products of small integers are whole numbers without this; the first of two kernels comes here all the same.
    private static IntegerSums? Of(
        Tensor input, nn.Module<Tensor, Tensor>? inputQuantizer, Tensor kernel,
        nn.Module<Tensor, Tensor>? kernelQuantizer, float pad, int filterAxis, long depth, bool isFirst)
    {
        if (kernelQuantizer is null || !IntegerLevels.IsLevel(pad)) return null;
        var levels = inputQuantizer is DoReFa { Mode: DoReFaMode.Activations } quantizer ? quantizer : null;
        if (levels is null && inputQuantizer is not QuantizerModule { GivesSmallIntegers: true }) return null;
        var steps = levels?.Steps ?? 1;
        if (!IntegerLevels.AreExact(steps, depth)) return null;
        var parts = Parts(kernel, kernelQuantizer, filterAxis, isWhole: levels is null && !isFirst);
        if (parts is not var (signs, magnitude)) return null;
        return new IntegerSums(
            levels is null ? inputQuantizer!.call(input) : levels.Levels(input).nan_to_num_(0), signs,
            magnitude.Times(IntegerLevels.Unit(steps)), steps);
    }

    /// <summary>
    /// −1, 0 and +1, and a magnitude for each filter or for all; null where that is not all there is, or where the
    /// magnitude is 1 and whole numbers need not be taken apart.
    /// </summary>
    private static (Tensor Signs, Tensor Magnitude)? Parts(
        Tensor kernel, nn.Module<Tensor, Tensor> quantizer, int filterAxis, bool isWhole)
    {
        if (quantizer is QuantizerModule own && own.SignScale(kernel) is { } scale)
        {
            var filters = kernel.size(filterAxis);
            var isOfFilters = scale.numel() == filters && scale.size(filterAxis) == filters;
            if (!isOfFilters && One(scale) is null) return null;
            return scale.isfinite().all().Value() != 0
                ? (BinarySign.Of(kernel), isOfFilters ? scale.flatten() : One(scale)!)
                : null;
        }

        if (isWhole) return null;
        var weights = quantizer.call(kernel);
        if (quantizer is QuantizerModule { GivesSmallIntegers: true })
            return (weights, ones([1], dtype: weights.dtype, device: weights.device));
        var lines = weights.transpose(0, filterAxis).flatten(1);
        var magnitude = lines.abs().amax([1]);
        var isOne = lines.sign().mul(magnitude.unsqueeze(1)).eq(lines).logical_and(lines.isfinite()).all();
        return isOne.Value() != 0 ? (weights.sign(), magnitude) : null;
    }

    // Taken apart, a layer does not call its quantizers once each, which metrics count on.
    private static bool AreMeasured(params ReadOnlySpan<nn.Module<Tensor, Tensor>?> quantizers)
    {
        foreach (var quantizer in quantizers)
        {
            if (quantizer is QuantizerModule { EvaluationMetrics.SeesForward: true }) return true;
        }

        return false;
    }

    // The number that all elements of a tensor equal; null where they differ.
    private static Tensor? One(Tensor numbers)
    {
        var first = numbers.flatten().narrow(0, 0, 1);
        return numbers.numel() == 1 || numbers.eq(first).all().Value() != 0 ? first : null;
    }
}
