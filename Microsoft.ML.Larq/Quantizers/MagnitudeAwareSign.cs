using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>
/// Binarizes to ±s, with a scale s for each of Keras' last axis, and the gradient s inside a clip window.
/// </summary>
/// <remarks>
/// <para>
/// Forward: q(x) = s·sign(x), sign(0) = +1; s is the mean of |x| over those that share the last index of Keras' layout,
/// which the <see cref="TensorLayout"/> finds: of a kernel one per filter, of an input one per channel of each row.
/// </para>
/// <para>
/// Backward: ∂q/∂x = s when |x| ≤ <see cref="ClipValue"/>, otherwise 0 (also where x is NaN); s everywhere without a
/// clip value; s counts as a constant.
/// </para>
/// <para>Shape: that of the layout; dtype and device are the input's.</para>
/// <para>Liu et al. 2018, <see href="https://arxiv.org/abs/1808.00278"/>. Larq: <c>magnitude_aware_sign</c>.</para>
/// </remarks>
internal sealed class MagnitudeAwareSign : QuantizerModule
{
    private readonly ClipWindow? _window;
    private readonly TensorLayout _layout;

    /// <summary>Creates the quantizer.</summary>
    /// <param name="clipValue">Half the width of the window, inclusive; above 0. Default 1. Null: no window.</param>
    /// <param name="layout">What it quantizes; null (default) is <see cref="TensorLayout.Kernel"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="clipValue"/> is 0, negative or NaN.</exception>
    public MagnitudeAwareSign(float? clipValue = 1f, TensorLayout? layout = null)
        : base(nameof(MagnitudeAwareSign))
    {
        _window = ClipWindow.Of(clipValue, nameof(MagnitudeAwareSign));
        _layout = layout ?? TensorLayout.Kernel;
        ClipValue = clipValue;
        RegisterComponents();
    }

    /// <summary>The half-width of the window in which gradients pass, inclusive; null when all pass.</summary>
    internal float? ClipValue { get; }

    internal override bool IsScaledSign => true;

    internal override Tensor SignScale(Tensor input) => _layout.LastAxisMeans(input.abs());

    /// <inheritdoc/>
    protected override Tensor Quantize(Tensor input) => BinarySign.Of(input).mul_(SignScale(input));

    /// <inheritdoc/>
    protected override Tensor PseudoGradient(Tensor input, Tensor upstream)
    {
        var scaled = upstream.mul(SignScale(input).detach());
        return _window is null ? scaled : _window.Select(input, scaled);
    }
}
