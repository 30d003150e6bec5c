using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>
/// Transposed 2-D convolution whose input and kernel may be quantized; a plain one without quantizers.
/// </summary>
/// <remarks>
/// <para>Arithmetic, order and lengths: <see cref="QuantTransposedConvolution"/>.</para>
/// <para>
/// Shapes: input (rows, inChannels, height, width), kernel (inChannels, filters, kernel height, kernel width), bias
/// (filters), output (rows, filters, height′, width′). Parameters <c>kernel</c> and <c>bias</c>.
/// </para>
/// <para>Larq: <c>QuantConv2DTranspose</c>.</para>
/// </remarks>
public sealed class QuantConv2DTranspose : QuantTransposedConvolution
{
    /// <summary>Creates the layer; the kernel starts glorot-uniform, the bias 0.</summary>
    /// <param name="inChannels">Channels of the input, at least 1.</param>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Height and width of the kernel, each at least 1.</param>
    /// <param name="strides">Steps on the output, each at least 1; default 1 × 1.</param>
    /// <param name="padding"><c>Valid</c> (default) or <c>Same</c>.</param>
    /// <param name="outputPadding">
    /// Cells added to the length that the kernel needs, from 0 to below the strides; null (default) for Keras' own
    /// length.
    /// </param>
    /// <param name="dilation">Distance of kernel cells on the output, each at least 1; default 1 × 1.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="inputQuantizer">Quantizes the input; null (default) leaves it.</param>
    /// <param name="kernelQuantizer">Quantizes the kernel; null (default) leaves it.</param>
    /// <param name="generator">Draws the first kernel; null (default) is Torch's own generator.</param>
    /// <param name="name">The layer's name, as in messages.</param>
    /// <exception cref="ArgumentException">An argument is outside what is said above.</exception>
    public QuantConv2DTranspose(
        int inChannels,
        int filters,
        Sides kernelSize,
        Sides? strides = null,
        PadMode padding = PadMode.Valid,
        Sides? outputPadding = null,
        Sides? dilation = null,
        bool useBias = true,
        nn.Module<Tensor, Tensor>? inputQuantizer = null,
        nn.Module<Tensor, Tensor>? kernelQuantizer = null,
        Generator? generator = null,
        string name = "quant_conv2d_transpose")
        : base(
            name,
            new SlidingWindow(
                name, nameof(kernelSize), 2, kernelSize, strides ?? 1,
                dilation ?? 1, padding),
            outputPadding, inChannels, filters, useBias, inputQuantizer,
            kernelQuantizer, generator)
    {
    }
}
