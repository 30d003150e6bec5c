using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>
/// Convolution along a sequence whose input and kernel may be quantized; a plain convolution without quantizers.
/// </summary>
/// <remarks>
/// <para>Arithmetic, order and padding: <see cref="QuantConvolution"/>.</para>
/// <para>
/// Shapes: input (rows, inChannels, length), kernel (filters, inChannels / groups, kernel length), bias
/// (filters), output (rows, filters, length′). Parameters <c>kernel</c> and <c>bias</c>.
/// </para>
/// <para>Larq: <c>QuantConv1D</c>.</para>
/// </remarks>
public sealed class QuantConv1D : QuantFilterConvolution
{
    /// <summary>Creates the layer; the kernel starts glorot-uniform, the bias 0.</summary>
    /// <param name="inChannels">Channels of the input; at least 1 and a multiple of <paramref name="groups"/>.</param>
    /// <param name="filters">Channels of the output; at least 1 and a multiple of <paramref name="groups"/>.</param>
    /// <param name="kernelSize">Steps that the kernel covers, at least 1.</param>
    /// <param name="strides">Steps from one output to the next; at least 1, default 1.</param>
    /// <param name="padding">
    /// <c>Valid</c> (default, none), <c>Same</c>, or <c>Causal</c>: zeros before the first step alone.
    /// </param>
    /// <param name="padValue">What <c>Same</c> pads with; finite. Default 0; must be 0 otherwise.</param>
    /// <param name="dilation">Distance of kernel cells on the input; at least 1, default 1.</param>
    /// <param name="groups">Groups of channels convolved apart; at least 1, default 1.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="inputQuantizer">Quantizes the input; null (default) leaves it.</param>
    /// <param name="kernelQuantizer">Quantizes the kernel; null (default) leaves it.</param>
    /// <param name="generator">Draws the first kernel; null (default) is Torch's own generator.</param>
    /// <param name="name">The layer's name, as in messages.</param>
    /// <exception cref="ArgumentException">An argument is outside what is said above.</exception>
    public QuantConv1D(
        int inChannels,
        int filters,
        Sides kernelSize,
        Sides? strides = null,
        PadMode padding = PadMode.Valid,
        float padValue = 0,
        Sides? dilation = null,
        int groups = 1,
        bool useBias = true,
        nn.Module<Tensor, Tensor>? inputQuantizer = null,
        nn.Module<Tensor, Tensor>? kernelQuantizer = null,
        Generator? generator = null,
        string name = "quant_conv1d")
        : base(
            name,
            new SlidingWindow(name, nameof(kernelSize), 1, kernelSize, strides ?? 1, dilation ?? 1, padding),
            inChannels, filters, groups, padValue, useBias, inputQuantizer, kernelQuantizer, generator)
    {
    }
}
