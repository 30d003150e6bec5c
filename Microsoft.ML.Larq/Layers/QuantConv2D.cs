using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>2-D convolution whose input and kernel may be quantized; a plain convolution without quantizers.</summary>
/// <remarks>
/// <para>Arithmetic, order and padding: <see cref="QuantConvolution"/>.</para>
/// <para>
/// Shapes: input (rows, inChannels, height, width), kernel (filters, inChannels / groups, kernel height, kernel width),
/// bias (filters), output (rows, filters, height′, width′). Parameters <c>kernel</c> and <c>bias</c>.
/// </para>
/// <para>Larq: <c>QuantConv2D</c>.</para>
/// </remarks>
public sealed class QuantConv2D : QuantFilterConvolution
{
    /// <summary>Creates the layer; the kernel starts glorot-uniform, the bias 0.</summary>
    /// <param name="inChannels">Channels of the input; at least 1 and a multiple of <paramref name="groups"/>.</param>
    /// <param name="filters">Channels of the output; at least 1 and a multiple of <paramref name="groups"/>.</param>
    /// <param name="kernelSize">Height and width of the kernel, each at least 1.</param>
    /// <param name="strides">Steps down and right, each at least 1; default 1 × 1.</param>
    /// <param name="padding"><c>Valid</c> (default, none) or <c>Same</c>.</param>
    /// <param name="padValue">What <c>Same</c> pads with; finite. Default 0; must be 0 with <c>Valid</c>.</param>
    /// <param name="dilation">Distance of kernel cells on the input, each at least 1; default 1 × 1.</param>
    /// <param name="groups">Groups of channels convolved apart; at least 1, default 1.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="inputQuantizer">Quantizes the input; null (default) leaves it.</param>
    /// <param name="kernelQuantizer">Quantizes the kernel; null (default) leaves it.</param>
    /// <param name="generator">Draws the first kernel; null (default) is Torch's own generator.</param>
    /// <param name="name">The layer's name, as in messages.</param>
    /// <exception cref="ArgumentException">An argument is outside what is said above.</exception>
    public QuantConv2D(
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
        string name = "quant_conv2d")
        : base(
            name,
            new SlidingWindow(
                name, nameof(kernelSize), 2, kernelSize, strides ?? 1, dilation ?? 1, padding),
            inChannels, filters, groups, padValue, useBias, inputQuantizer, kernelQuantizer, generator)
    {
    }

    /// <summary>
    /// Whether training convolves in bfloat16 where both quantizers give −1, 0 and +1 only. Default false.
    /// </summary>
    /// <remarks>
    /// The operands stay exact, and so does every sum of up to 256 in size; larger sums and the gradients keep 8
    /// significant bits. Evaluation is not affected. On processors that multiply bfloat16 in hardware a step takes
    /// about half the time, on others longer.
    /// </remarks>
    public bool UseBFloat16 { get; set; }

    private protected override Tensor? ConvolveAtOnce(Tensor input)
    {
        if (!training) return base.ConvolveAtOnce(input);
        if (!UseBFloat16 || _inputQuantizer is not QuantizerModule quantizer
            || _kernelQuantizer is not QuantizerModule { GivesSmallIntegers: true }) return null;
        var axes = Window.Around(input);
        if (PaddedQuantization.Apply(input, quantizer, axes[0], axes[1], PadValue) is not { } x) return null;
        var kernel = _kernelQuantizer.call(_kernel).to(ScalarType.BFloat16);
        return Window.Convolve(x, kernel, Window.None, Groups).to(ScalarType.Float32);
    }
}
