using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>Quantizes to 2ᵏ evenly spaced levels: 0 … 1 for activations, −1 … 1 for weights.</summary>
/// <remarks>
/// <inheritdoc cref="DoReFaQuantizer" path="/remarks/para"/>
/// <para>Weights are computed in double precision. Shape: any; dtype and device are the input's.</para>
/// <para>Larq: <c>dorefa_quantizer</c>.</para>
/// </remarks>
internal sealed class DoReFa : QuantizerModule
{
    private readonly DoReFaQuantizer _value;
    private readonly TensorLayout _layout;

    /// <summary>Creates the quantizer.</summary>
    /// <param name="kBit">k, the bits of a value, from 1 to 24; default 2.</param>
    /// <param name="mode">What is quantized; default activations.</param>
    /// <param name="layout">What it quantizes; null (default) is <see cref="TensorLayout.Kernel"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is out of range, or the mode is none.</exception>
    public DoReFa(int kBit = 2, DoReFaMode mode = DoReFaMode.Activations, TensorLayout? layout = null)
        : base(nameof(DoReFa))
    {
        _value = new DoReFaQuantizer(kBit, mode);
        _layout = layout ?? TensorLayout.Kernel;
        RegisterComponents();
    }

    /// <summary>k, the bits of a value.</summary>
    internal int KBit => _value.KBit;

    /// <summary>What is quantized.</summary>
    internal DoReFaMode Mode => _value.Mode;

    /// <summary>n = 2ᵏ − 1, the largest level.</summary>
    internal int Steps => _value.Steps;

    /// <summary>The levels of activations: n·q(x), from 0 to n.</summary>
    internal Tensor Levels(Tensor input) => input.Clamp(0, 1).MultiplyInPlace(Steps).round_();

    /// <inheritdoc/>
    protected override Tensor Quantize(Tensor input)
    {
        if (Mode == DoReFaMode.Activations) return Levels(input).DivideInPlace(Steps);
        var (bent, largest, _) = Bend(input);
        return bent.div_(largest.MultiplyInPlace(2)).AddInPlace(0.5).MultiplyInPlace(Steps).round_()
            .MultiplyInPlace(2).DivideInPlace(Steps).AddInPlace(-1).to(input.dtype);
    }

    /// <inheritdoc/>
    protected override Tensor PseudoGradient(Tensor input, Tensor upstream)
    {
        if (Mode == DoReFaMode.Weights)
        {
            var (bent, largest, some) = Bend(input);
            return bent.Squared().MultiplyInPlace(-1).AddInPlace(1)
                .mul(some).div(largest.detach()).to(input.dtype).mul(upstream);
        }

        // x is in [0, 1] exactly where clamping leaves it as it is; the test |x − ½| ≤ ½ would round first.
        using var inside = input.Clamp(0, 1).eq(input);
        using var zero = zeros([], dtype: upstream.dtype, device: upstream.device);
        return where(inside, upstream, zero);
    }

    // tanh x; its largest magnitude, or 1 where all are 0; and whether any value is not 0.
    private (Tensor Bent, Tensor Largest, Tensor Some) Bend(Tensor input)
    {
        var bent = input.to(ScalarType.Float64).tanh();
        var largest = _layout.Largest(bent.abs());
        var some = largest.Above(0);
        return (bent, where(some, largest, ones([], dtype: largest.dtype, device: largest.device)), some);
    }
}
