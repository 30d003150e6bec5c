using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>
/// 2-D separable convolution whose input and kernels may be quantized; a plain one without quantizers.
/// </summary>
/// <remarks>
/// <para>Arithmetic and order: <see cref="QuantSeparableConvolution"/>.</para>
/// <para>
/// Shapes: input (rows, inChannels, height, width), depthwise kernel (inChannels·depthMultiplier, 1, kernel height,
/// kernel width), pointwise kernel (filters, inChannels·depthMultiplier, 1, 1), bias (filters), output (rows, filters,
/// height′, width′).
/// </para>
/// <para>Larq: <c>QuantSeparableConv2D</c>.</para>
/// </remarks>
public sealed class QuantSeparableConv2D : QuantSeparableConvolution
{
    /// <summary>Creates the layer; the kernels start glorot-uniform (Keras' fans), the bias 0.</summary>
    /// <param name="inChannels">Channels of the input, at least 1.</param>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Height and width of the kernel, each at least 1.</param>
    /// <param name="strides">Steps down and right, each at least 1; default 1 × 1.</param>
    /// <param name="padding"><c>Valid</c> (default, none) or <c>Same</c>.</param>
    /// <param name="padValue">What <c>Same</c> pads with; finite. Default 0; must be 0 with <c>Valid</c>.</param>
    /// <param name="depthMultiplier">
    /// Channels between the convolutions for each of the input; at least 1, default 1.
    /// </param>
    /// <param name="dilation">Distance of kernel cells on the input, each at least 1; default 1 × 1.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="inputQuantizer">Quantizes the input; null (default) leaves it.</param>
    /// <param name="depthwiseQuantizer">Quantizes the first kernel; null (default) leaves it.</param>
    /// <param name="pointwiseQuantizer">Quantizes the second kernel; null (default) leaves it.</param>
    /// <param name="generator">Draws the first kernels; null (default) is Torch's own generator.</param>
    /// <param name="name">The layer's name, as in messages.</param>
    /// <exception cref="ArgumentException">An argument is outside what is said above.</exception>
    public QuantSeparableConv2D(
        int inChannels,
        int filters,
        Sides kernelSize,
        Sides? strides = null,
        PadMode padding = PadMode.Valid,
        float padValue = 0,
        int depthMultiplier = 1,
        Sides? dilation = null,
        bool useBias = true,
        nn.Module<Tensor, Tensor>? inputQuantizer = null,
        nn.Module<Tensor, Tensor>? depthwiseQuantizer = null,
        nn.Module<Tensor, Tensor>? pointwiseQuantizer = null,
        Generator? generator = null,
        string name = "quant_separable_conv2d")
        : base(
            name,
            new SlidingWindow(
                name, nameof(kernelSize), 2, kernelSize, strides ?? 1, dilation ?? 1, padding),
            new SlidingWindow(name, nameof(kernelSize), 2, 1, 1, 1, PadMode.Valid),
            inChannels, filters, depthMultiplier, padValue, useBias, inputQuantizer, depthwiseQuantizer,
            pointwiseQuantizer, generator)
    {
    }
}
