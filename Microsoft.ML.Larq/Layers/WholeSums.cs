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
internal sealed class WholeSums
{
    private readonly Tensor _unit;
    private readonly int _steps;

    private WholeSums(Tensor input, Tensor kernel, Tensor unit, int steps)
    {
        Input = input;
        Kernel = kernel;
        _unit = unit;
        _steps = steps;
    }

    /// <summary>The levels.</summary>
    public Tensor Input { get; }

    /// <summary>−1, 0 and +1.</summary>
    public Tensor Kernel { get; }

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
    /// <param name="kernel">The latent kernel, filters first.</param>
    /// <param name="kernelQuantizer">Quantizes the kernel.</param>
    /// <param name="pad">What lies around the quantized input.</param>
    public static WholeSums? Of(
        bool training, Tensor input, nn.Module<Tensor, Tensor>? inputQuantizer, Tensor kernel,
        nn.Module<Tensor, Tensor>? kernelQuantizer, float pad = 0)
    {
        if (training || is_grad_enabled() || kernelQuantizer is null || !WholeLevels.IsLevel(pad)) return null;
        var levels = inputQuantizer is DoReFa { Mode: DoReFaMode.Activations } quantizer ? quantizer : null;
        if (levels is null && inputQuantizer is not QuantizerModule { GivesSmallIntegers: true }) return null;
        var steps = levels?.Steps ?? 1;
        if (!WholeLevels.AreExact(steps, kernel.numel() / kernel.size(0))) return null;
        if (Parts(kernel, kernelQuantizer, levels is not null) is not var (signs, magnitude)) return null;
        return new WholeSums(
            levels is null ? inputQuantizer!.call(input) : levels.Levels(input).nan_to_num_(0), signs,
            magnitude.Times(WholeLevels.Unit(steps)), steps);
    }

    /// <summary>
    /// −1, 0 and +1, and a magnitude for each filter or for all; null where that is not all there is.
    /// </summary>
    private static (Tensor Signs, Tensor Magnitude)? Parts(
        Tensor kernel, nn.Module<Tensor, Tensor> quantizer, bool hasLevels)
    {
        if (quantizer is QuantizerModule own && own.SignScale(kernel) is { } scale)
        {
            var filters = kernel.size(0);
            if (scale.numel() != 1 && (scale.numel() != filters || scale.size(0) != filters)) return null;
            return scale.isfinite().all().Value() != 0 ? (BinarySign.Of(kernel), scale.flatten()) : null;
        }

        // Small integers times small integers are whole numbers already.
        if (!hasLevels) return null;
        var weights = quantizer.call(kernel);
        if (quantizer is QuantizerModule { GivesSmallIntegers: true })
            return (weights, ones([1], dtype: weights.dtype, device: weights.device));
        var lines = weights.flatten(1);
        var (signs, magnitude) = (lines.sign(), lines.abs().amax([1]));
        var isOne = signs.mul(magnitude.unsqueeze(1)).eq(lines).logical_and(lines.isfinite()).all();
        return isOne.Value() != 0 ? (signs.view(weights.shape), magnitude) : null;
    }
}
