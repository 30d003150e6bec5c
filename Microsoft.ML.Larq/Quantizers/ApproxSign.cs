using Microsoft.ML.Larq.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>Binarizes with sign(x); the gradient is that of a piecewise quadratic close to the sign.</summary>
/// <remarks>
/// <para>Forward: q(x) = −1 when x &lt; 0, otherwise +1; so q(0) = q(−0) = q(NaN) = +1.</para>
/// <para>
/// Backward: ∂q/∂x = 2·(1 − |x|) when |x| ≤ 1, otherwise 0 (also where x is NaN). Applied as a selection: an infinite
/// or NaN gradient outside the window becomes 0.
/// </para>
/// <para>Shape: any; dtype and device are the input's.</para>
/// <para>Liu et al. 2018, <see href="https://arxiv.org/abs/1808.00278"/>. Larq: <c>approx_sign</c>.</para>
/// </remarks>
internal sealed class ApproxSign : QuantizerModule
{
    private static readonly ClipWindow Window = new(1f);
    private static readonly Scalar Two = 2f;
    private static readonly Scalar MinusTwo = -2f;

    private static readonly Pointwise Loops = Pointwise.Of(default(ApproxSignRule));

    /// <summary>Creates the quantizer.</summary>
    public ApproxSign()
        : base(nameof(ApproxSign)) => RegisterComponents();

    internal override Pointwise InOnePass => Loops;

    internal override bool GivesSmallIntegers => true;

    internal override bool GivesSigns => true;

    /// <inheritdoc/>
    protected override Tensor Quantize(Tensor input) => BinarySign.Of(input);

    // 2 − 2|x| equals 2·(1 − |x|) bit for bit: doubling is exact, so both round the same value once.
    /// <inheritdoc/>
    protected override Tensor PseudoGradient(Tensor input, Tensor upstream)
    {
        using var slope = input.abs().mul_(MinusTwo).AddInPlace(Two).mul_(upstream);
        return Window.Select(input, slope);
    }
}
