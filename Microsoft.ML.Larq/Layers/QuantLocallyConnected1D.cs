using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>
/// 1-D convolution without shared weights whose input and kernel may be quantized; a plain one without quantizers.
/// </summary>
/// <remarks>
/// <para>Arithmetic, order and layout: <see cref="QuantLocallyConnected"/>.</para>
/// <para>
/// Shapes: input (rows, inChannels, length), kernel (length′, kernel size·inChannels, filters), bias
/// (length′, filters), output (rows, filters, length′). Parameters <c>kernel</c> and <c>bias</c>.
/// </para>
/// <para>Larq: <c>QuantLocallyConnected1D</c> with <c>implementation=1</c>.</para>
/// </remarks>
public sealed class QuantLocallyConnected1D : QuantLocallyConnected
{
    /// <summary>Creates the layer; the kernel starts glorot-uniform, the bias 0.</summary>
    /// <param name="inputSize">Length of the input, at least the kernel's.</param>
    /// <param name="inChannels">Channels of the input, at least 1.</param>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Steps that the kernel covers, at least 1.</param>
    /// <param name="strides">Steps from one position to the next, at least 1; default 1.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="inputQuantizer">Quantizes the input; null (default) leaves it.</param>
    /// <param name="kernelQuantizer">
    /// Quantizes the kernel; null (default) leaves it. One that scales takes
    /// <see cref="Quantizers.TensorLayout.KernelWithLastAxis"/> of 2.
    /// </param>
    /// <param name="generator">Draws the first kernel; null (default) is Torch's own generator.</param>
    /// <param name="name">The layer's name, as in messages.</param>
    /// <exception cref="ArgumentException">An argument is outside what is said above.</exception>
    public QuantLocallyConnected1D(
        Sides inputSize,
        int inChannels,
        int filters,
        Sides kernelSize,
        Sides? strides = null,
        bool useBias = true,
        nn.Module<Tensor, Tensor>? inputQuantizer = null,
        nn.Module<Tensor, Tensor>? kernelQuantizer = null,
        Generator? generator = null,
        string name = "quant_locally_connected1d")
        : base(
            name,
            new SlidingWindow(name, nameof(kernelSize), 1, kernelSize, strides ?? 1, 1, PadMode.Valid),
            inputSize, inChannels, filters, useBias, inputQuantizer, kernelQuantizer, generator)
    {
    }
}
