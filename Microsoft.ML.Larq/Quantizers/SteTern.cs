using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>Ternarizes to −1, 0 and +1; the gradient passes straight through inside a clip window.</summary>
/// <remarks>
/// <para>
/// Forward: q(x) = s(s(x + Δ) + s(x − Δ)) with the three-valued sign s: +1 when x ≥ Δ, −1 when x ≤ −Δ, otherwise, and
/// for NaN, 0. Δ is <see cref="ThresholdValue"/>, or 0.7 times the mean of |x| over the whole kernel (over the row, of
/// an input) with <see cref="TernaryWeightNetworks"/>.
/// </para>
/// <para>
/// Backward: ∂q/∂x = 1 when |x| ≤ <see cref="ClipValue"/>, otherwise 0, whatever Δ; 1 everywhere without a clip value.
/// </para>
/// <para>Shape: any; dtype and device are the input's.</para>
/// <para>Li et al. 2016, <see href="https://arxiv.org/abs/1605.04711"/>. Larq: <c>ste_tern</c>.</para>
/// </remarks>
internal sealed class SteTern : QuantizerModule
{
    private readonly ClipWindow? _window;
    private readonly TensorLayout _layout;

    /// <summary>Creates the quantizer.</summary>
    /// <param name="thresholdValue">Δ, finite and at least 0; default 0.05.</param>
    /// <param name="ternaryWeightNetworks">Whether Δ follows the magnitudes instead; default false.</param>
    /// <param name="clipValue">Half the width of the window, inclusive; above 0. Default 1. Null: no window.</param>
    /// <param name="layout">What it quantizes; null (default) is <see cref="TensorLayout.Kernel"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public SteTern(
        float thresholdValue = 0.05f,
        bool ternaryWeightNetworks = false,
        float? clipValue = 1f,
        TensorLayout? layout = null)
        : base(nameof(SteTern))
    {
        ThresholdValue = thresholdValue >= 0 && float.IsFinite(thresholdValue)
            ? thresholdValue
            : throw new ArgumentOutOfRangeException(
                nameof(thresholdValue), thresholdValue,
                $"SteTern: thresholdValue must be finite and at least 0; got {thresholdValue}.");
        TernaryWeightNetworks = ternaryWeightNetworks;
        _window = ClipWindow.Of(clipValue, nameof(SteTern));
        _layout = layout ?? TensorLayout.Kernel;
        ClipValue = clipValue;
        RegisterComponents();
    }

    /// <summary>Δ, the magnitude from which a value is no longer 0.</summary>
    internal float ThresholdValue { get; }

    /// <summary>Whether Δ is 0.7 times the mean magnitude instead.</summary>
    internal bool TernaryWeightNetworks { get; }

    /// <summary>The half-width of the window in which gradients pass, inclusive; null when all pass.</summary>
    internal float? ClipValue { get; }

    internal override bool GivesSmallIntegers => true;

    /// <inheritdoc/>
    protected override Tensor Quantize(Tensor input)
    {
        if (!TernaryWeightNetworks)
            return Levels(input.Plus(ThresholdValue), input.Plus(-ThresholdValue));
        var threshold = _layout.Mean(input.abs()).Times(SteTernQuantizer.MeanShare).to(input.dtype);
        return Levels(input.Plus(threshold), input.Plus(threshold.neg()));
    }

    /// <inheritdoc/>
    protected override Tensor PseudoGradient(Tensor input, Tensor upstream) =>
        _window is null ? upstream.alias() : _window.Select(input, upstream);

    private static Tensor Levels(Tensor above, Tensor below) => above.sign_().AddInPlace(below.sign_()).sign_();
}
