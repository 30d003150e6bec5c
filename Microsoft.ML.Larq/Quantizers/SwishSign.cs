using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>Binarizes with sign(x); the gradient is that of a scaled swish close to the sign.</summary>
/// <remarks>
/// <para>Forward: q(x) = −1 when x &lt; 0, otherwise +1; so q(0) = q(−0) = q(NaN) = +1.</para>
/// <para>
/// Backward: ∂q/∂x = β·(2 − βx·tanh(βx/2)) / (1 + cosh βx): β at 0, negative further out. Where |βx| &gt; 88, and the
/// formula below 10⁻³⁵, it is 0, also where x is NaN.
/// </para>
/// <para>Shape: any; dtype and device are the input's.</para>
/// <para>Darabi et al. 2018 (BNN+), <see href="https://arxiv.org/abs/1812.11800"/>. Larq: <c>swish_sign</c>.</para>
/// </remarks>
internal sealed class SwishSign : QuantizerModule
{
    // cosh(88) is just below the largest single-precision number.
    private const float Reach = 88f;

    private readonly ClipWindow _window;

    /// <summary>Creates the quantizer.</summary>
    /// <param name="beta">β, how steep the approximation is; finite and above 0; default 5.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is out of range.</exception>
    public SwishSign(float beta = 5f)
        : base(nameof(SwishSign))
    {
        Beta = beta > 0 && float.IsFinite(beta)
            ? beta
            : throw new ArgumentOutOfRangeException(
                nameof(beta), beta, $"SwishSign: beta must be finite and above 0; got {beta}.");
        _window = new ClipWindow(Reach / beta);
        RegisterComponents();
    }

    /// <summary>β, how steep the approximation is.</summary>
    internal float Beta { get; }

    internal override bool GivesSmallIntegers => true;

    /// <inheritdoc/>
    protected override Tensor Quantize(Tensor input) => BinarySign.Of(input);

    /// <inheritdoc/>
    protected override Tensor PseudoGradient(Tensor input, Tensor upstream)
    {
        using var scaled = input.Times(Beta);
        using var bent = scaled.Times(0.5).tanh();
        using var numerator = scaled.mul(bent).MultiplyInPlace(-1).AddInPlace(2).MultiplyInPlace(Beta);
        using var slope = numerator.div(scaled.cosh().AddInPlace(1));
        using var gradient = slope.mul(upstream);
        return _window.Select(input, gradient);
    }
}
