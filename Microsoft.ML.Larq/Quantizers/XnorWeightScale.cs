using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>
/// XNOR-Net's kernels: clips to ±1, then binarizes to ±α with a scale α for each of Keras' last axis.
/// </summary>
/// <remarks>
/// <inheritdoc cref="XnorWeightScaleQuantizer" path="/remarks/para"/>
/// <para>Shape: that of the layout; dtype and device are the input's.</para>
/// </remarks>
internal sealed class XnorWeightScale : QuantizerModule
{
    private static readonly ClipWindow Window = new(1f);

    private readonly TensorLayout _layout;

    /// <summary>Creates the quantizer.</summary>
    /// <param name="layout">What it quantizes; null (default) is <see cref="TensorLayout.Kernel"/>.</param>
    public XnorWeightScale(TensorLayout? layout = null)
        : base(nameof(XnorWeightScale))
    {
        _layout = layout ?? TensorLayout.Kernel;
        RegisterComponents();
    }

    internal override bool IsScaledSign => true;

    internal override Tensor SignScale(Tensor input) => _layout.LastAxisMeans(input.Clamp(-1, 1).abs());

    /// <inheritdoc/>
    protected override Tensor Quantize(Tensor input) => BinarySign.Of(input).mul_(SignScale(input));

    // With n values to a scale, ∂α/∂xᵢ = s(xᵢ)/n, and every qⱼ = α·sign(xⱼ) hangs on α: the sum over j, divided by n,
    // is the mean of gⱼ·sign(xⱼ).
    /// <inheritdoc/>
    protected override Tensor PseudoGradient(Tensor input, Tensor upstream)
    {
        var throughScale = _layout.LastAxisMeans(upstream.mul(BinarySign.Of(input))).mul(input.sign());
        return Window.Select(input, upstream.mul(SignScale(input)).Plus(throughScale));
    }
}
