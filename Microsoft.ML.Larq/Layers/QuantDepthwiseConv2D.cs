using Microsoft.ML.Larq.Networks;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>
/// 2-D convolution of each channel on its own, whose input and kernel may be quantized; a plain depthwise convolution
/// without quantizers.
/// </summary>
/// <remarks>
/// <para>Arithmetic, order and padding: <see cref="QuantConvolution"/>.</para>
/// <para>
/// Shapes: input (rows, inChannels, height, width), kernel (inChannels·depthMultiplier, 1, kernel height, kernel
/// width), bias (inChannels·depthMultiplier), output (rows, inChannels·depthMultiplier, height′, width′); output
/// channel c·depthMultiplier + k is the k-th of channel c. Parameters <c>depthwise_kernel</c> and <c>bias</c>.
/// </para>
/// <para>
/// A quantizer that scales needs <c>TensorLayout.DepthwiseKernel(depthMultiplier)</c>: Keras' last axis is the
/// multiplier. Larq: <c>QuantDepthwiseConv2D</c>, whose kernel is (height, width, inChannels, depthMultiplier).
/// </para>
/// </remarks>
public sealed class QuantDepthwiseConv2D : QuantConvolution
{
    [ComponentName(Name = "depthwise_kernel")]
    private readonly Parameter _depthwiseKernel;

    [ComponentName(Name = "depthwise_quantizer")]
    private readonly nn.Module<Tensor, Tensor>? _depthwiseQuantizer;

    private readonly int _inChannels;

    /// <summary>Creates the layer; the kernel starts glorot-uniform (Keras' fans), the bias 0.</summary>
    /// <param name="inChannels">Channels of the input, at least 1.</param>
    /// <param name="kernelSize">Height and width of the kernel, each at least 1.</param>
    /// <param name="strides">Steps down and right, each at least 1; default 1 × 1.</param>
    /// <param name="padding"><c>Valid</c> (default, none) or <c>Same</c>.</param>
    /// <param name="padValue">What <c>Same</c> pads with; finite. Default 0; must be 0 with <c>Valid</c>.</param>
    /// <param name="depthMultiplier">Outputs of each channel; at least 1, default 1.</param>
    /// <param name="dilation">Distance of kernel cells on the input, each at least 1; default 1 × 1.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="inputQuantizer">Quantizes the input; null (default) leaves it.</param>
    /// <param name="depthwiseQuantizer">Quantizes the kernel; null (default) leaves it.</param>
    /// <param name="generator">Draws the first kernel; null (default) is Torch's own generator.</param>
    /// <param name="name">The layer's name, as in messages.</param>
    /// <exception cref="ArgumentException">An argument is outside what is said above.</exception>
    public QuantDepthwiseConv2D(
        int inChannels,
        Sides kernelSize,
        Sides? strides = null,
        PadMode padding = PadMode.Valid,
        float padValue = 0,
        int depthMultiplier = 1,
        Sides? dilation = null,
        bool useBias = true,
        nn.Module<Tensor, Tensor>? inputQuantizer = null,
        nn.Module<Tensor, Tensor>? depthwiseQuantizer = null,
        Generator? generator = null,
        string name = "quant_depthwise_conv2d")
        : base(
            name,
            new SlidingWindow(
                name, nameof(kernelSize), 2, kernelSize, strides ?? 1, dilation ?? 1, padding),
            inChannels, LayerArguments.Multiplied(name, inChannels, depthMultiplier), padValue, useBias, inputQuantizer)
    {
        LayerArguments.TakeQuantizers(name, inputQuantizer, depthwiseQuantizer, nameof(depthwiseQuantizer));
        _inChannels = inChannels;
        _depthwiseQuantizer = depthwiseQuantizer;
        _depthwiseKernel = LayerArguments.DepthwiseKernel(inChannels, depthMultiplier, Window, generator);
        RegisterComponents();
    }

    /// <summary>The latent kernel W, (inChannels·depthMultiplier, 1, height, width).</summary>
    public Parameter DepthwiseKernel => _depthwiseKernel;

    private protected override Tensor? ConvolveAtOnce(Tensor input)
    {
        var whole = IntegerSums.Of(training, input, _inputQuantizer, _depthwiseKernel, _depthwiseQuantizer, PadValue);
        if (whole is null) return null;
        var x = Window.Pad(whole.Input, whole.Levels(PadValue), nativeValue: 0, out var native);
        return whole.Finish(Window.Convolve(x, whole.Kernel, native, _inChannels), native.Length);
    }

    private protected override Tensor Convolve(Tensor x, long[] native) =>
        Window.Convolve(x, Quantized(_depthwiseQuantizer, _depthwiseKernel), native, _inChannels);
}
