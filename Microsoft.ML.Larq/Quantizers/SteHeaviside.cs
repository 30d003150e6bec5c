using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>Binarizes to 0 and 1; the gradient passes straight through inside a clip window.</summary>
/// <remarks>
/// <para>Forward: q(x) = 1 when x &gt; 0, otherwise 0; so q(0) = q(NaN) = 0, unlike the signs.</para>
/// <para>
/// Backward: ∂q/∂x = 1 when |x| ≤ <see cref="ClipValue"/>, otherwise 0 (also where x is NaN); 1 everywhere without a
/// clip value.
/// </para>
/// <para>Shape: any; dtype and device are the input's. Larq: <c>ste_heaviside</c>.</para>
/// </remarks>
internal sealed class SteHeaviside : QuantizerModule
{
    private readonly ClipWindow? _window;
    private readonly Pointwise _inOnePass;

    /// <summary>Creates the quantizer.</summary>
    /// <param name="clipValue">Half the width of the window, inclusive; above 0. Default 1. Null: no window.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="clipValue"/> is 0, negative or NaN.</exception>
    public SteHeaviside(float? clipValue = 1f)
        : base(nameof(SteHeaviside))
    {
        _window = ClipWindow.Of(clipValue, nameof(SteHeaviside));
        ClipValue = clipValue;
        _inOnePass = Pointwise.Of(new HeavisideRule(clipValue));
        RegisterComponents();
    }

    /// <summary>The half-width of the window in which gradients pass, inclusive; null when all pass.</summary>
    internal float? ClipValue { get; }

    internal override Pointwise InOnePass => _inOnePass;

    internal override bool GivesSmallIntegers => true;

    /// <inheritdoc/>
    protected override Tensor Quantize(Tensor input) => input.sign().relu_();

    /// <inheritdoc/>
    protected override Tensor PseudoGradient(Tensor input, Tensor upstream) =>
        _window is null ? upstream.alias() : _window.Select(input, upstream);
}
