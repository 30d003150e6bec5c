using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>
/// 1-D separable convolution whose input and kernels may be quantized; a plain one without quantizers.
/// </summary>
/// <remarks>
/// <para>Arithmetic and order: <see cref="QuantSeparableConvolution"/>.</para>
/// <para>
/// Shapes: input (rows, inChannels, length), depthwise kernel (inChannels·depthMultiplier, 1, kernel length),
/// pointwise kernel (filters, inChannels·depthMultiplier, 1), bias (filters), output (rows, filters, length′).
/// </para>
/// <para>Larq: <c>QuantSeparableConv1D</c>.</para>
/// </remarks>
public sealed class QuantSeparableConv1D : QuantSeparableConvolution
{
    /// <summary>Creates the layer; the kernels start glorot-uniform (Keras' fans), the bias 0.</summary>
    /// <param name="inChannels">Channels of the input, at least 1.</param>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Steps that the kernel covers, at least 1.</param>
    /// <param name="strides">Steps from one output to the next; at least 1, default 1.</param>
    /// <param name="padding">
    /// <c>Valid</c> (default, none), <c>Same</c>, or <c>Causal</c>: zeros before the first step alone.
    /// </param>
    /// <param name="padValue">What <c>Same</c> pads with; finite. Default 0; must be 0 otherwise.</param>
    /// <param name="depthMultiplier">
    /// Channels between the convolutions for each of the input; at least 1, default 1.
    /// </param>
    /// <param name="dilation">Distance of kernel cells on the input; at least 1, default 1.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="inputQuantizer">Quantizes the input; null (default) leaves it.</param>
    /// <param name="depthwiseQuantizer">Quantizes the first kernel; null (default) leaves it.</param>
    /// <param name="pointwiseQuantizer">Quantizes the second kernel; null (default) leaves it.</param>
    /// <param name="generator">Draws the first kernels; null (default) is Torch's own generator.</param>
    /// <param name="name">The layer's name, as in messages.</param>
    /// <exception cref="ArgumentException">An argument is outside what is said above.</exception>
    public QuantSeparableConv1D(
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
        string name = "quant_separable_conv1d")
        : base(
            name,
            new SlidingWindow(name, nameof(kernelSize), 1, kernelSize, strides ?? 1, dilation ?? 1, padding),
            new SlidingWindow(name, nameof(kernelSize), 1, 1, 1, 1, PadMode.Valid),
            inChannels, filters, depthMultiplier, padValue, useBias, inputQuantizer, depthwiseQuantizer,
            pointwiseQuantizer, generator)
    {
    }
}
