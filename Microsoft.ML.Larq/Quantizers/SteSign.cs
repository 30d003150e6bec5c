using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>Binarizes with sign(x); the gradient passes straight through inside a clip window.</summary>
/// <remarks>
/// <para>Forward: q(x) = −1 when x &lt; 0, otherwise +1; so q(0) = q(−0) = q(NaN) = +1.</para>
/// <para>
/// Backward: ∂q/∂x = 1 when |x| ≤ <see cref="ClipValue"/>, otherwise 0 (also where x is NaN); 1 everywhere without a
/// clip value. Applied as a selection: an infinite or NaN gradient outside the window becomes 0.
/// </para>
/// <para>Shape: any; dtype and device are the input's.</para>
/// <para>Hubara et al. 2016, <see href="https://arxiv.org/abs/1602.02830"/>. Larq: <c>ste_sign</c>.</para>
/// </remarks>
internal sealed class SteSign : QuantizerModule
{
    private readonly ClipWindow? _window;
    private readonly Pointwise _inOnePass;

    /// <summary>Creates the quantizer.</summary>
    /// <param name="clipValue">
    /// c, the half-width of the window, inclusive; above 0 and not NaN. Default 1. Null: no window, every gradient
    /// passes.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="clipValue"/> is 0, negative or NaN.</exception>
    public SteSign(float? clipValue = 1f)
        : base(nameof(SteSign))
    {
        _window = ClipWindow.Of(clipValue, nameof(SteSign));
        ClipValue = clipValue;
        _inOnePass = Pointwise.Of(new SignRule(clipValue));
        RegisterComponents();
    }

    /// <summary>The half-width of the window in which gradients pass, inclusive; null when all pass.</summary>
    internal float? ClipValue { get; }

    internal override Pointwise InOnePass => _inOnePass;

    internal override bool GivesSmallIntegers => true;

    internal override bool GivesSigns => true;

    /// <inheritdoc/>
    protected override Tensor Quantize(Tensor input) => BinarySign.Of(input);

    /// <inheritdoc/>
    protected override Tensor PseudoGradient(Tensor input, Tensor upstream) =>
        _window is null ? upstream.alias() : _window.Select(input, upstream);
}
