using Microsoft.ML.Larq.Networks.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>Changes nothing; carries the precision and the metrics of a kernel that Bop keeps at ±1.</summary>
/// <remarks>
/// <para>Forward: q(x) = x. Backward: ∂q/∂x = 1.</para>
/// <para>Shape: any; dtype and device are the input's. Larq: <c>NoOp</c>.</para>
/// </remarks>
internal sealed class NoOp : QuantizerModule
{
    /// <summary>Creates the quantizer.</summary>
    /// <param name="precision">Bits that a value needs, from 1 to 32.</param>
    /// <exception cref="ArgumentOutOfRangeException">The precision is out of range.</exception>
    public NoOp(int precision)
        : base(nameof(NoOp))
    {
        Precision = new NoOpQuantizer(precision).Precision;
        RegisterComponents();
    }

    /// <summary>Bits that a value needs.</summary>
    internal int Precision { get; }

    /// <inheritdoc/>
    protected override Tensor Quantize(Tensor input) => input.detach();

    /// <inheritdoc/>
    protected override Tensor PseudoGradient(Tensor input, Tensor upstream) => upstream.alias();
}
