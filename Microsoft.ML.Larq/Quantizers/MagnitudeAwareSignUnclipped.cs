using Microsoft.ML.Larq.Networks.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>
/// DoReFa-Net's binary kernels: ±S with one scale for the whole tensor, and a gradient that always passes.
/// </summary>
/// <remarks>
/// <inheritdoc cref="MagnitudeAwareSignUnclippedQuantizer" path="/remarks/para"/>
/// <para>Shape: any; dtype and device are the input's.</para>
/// </remarks>
internal sealed class MagnitudeAwareSignUnclipped : QuantizerModule
{
    private readonly TensorLayout _layout;

    /// <summary>Creates the quantizer.</summary>
    /// <param name="layout">What it quantizes; null (default) is <see cref="TensorLayout.Kernel"/>.</param>
    public MagnitudeAwareSignUnclipped(TensorLayout? layout = null)
        : base(nameof(MagnitudeAwareSignUnclipped))
    {
        _layout = layout ?? TensorLayout.Kernel;
        RegisterComponents();
    }

    internal override bool IsScaledSign => true;

    internal override Tensor SignScale(Tensor input) => _layout.Mean(input.abs()).to(input.dtype);

    /// <inheritdoc/>
    protected override Tensor Quantize(Tensor input) => BinarySign.Of(input).mul_(SignScale(input));

    /// <inheritdoc/>
    protected override Tensor PseudoGradient(Tensor input, Tensor upstream) => upstream.alias();
}
