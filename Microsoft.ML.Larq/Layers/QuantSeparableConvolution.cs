using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>
/// What the quantized separable convolutions share: each channel on its own, then the channels of each place together.
/// </summary>
/// <remarks>
/// <para>
/// Forward: y = pointwise(depthwise(pad(q_in(x)), q_d(D)), q_p(P)) + b. What lies between the two convolutions is not
/// quantized; the bias stands behind the second. Arithmetic, order and padding: <see cref="QuantConvolution"/>.
/// </para>
/// <para>
/// A quantizer of D that scales needs <c>TensorLayout.DepthwiseKernel(depthMultiplier)</c>. Parameters
/// <c>depthwise_kernel</c>, <c>pointwise_kernel</c> and <c>bias</c>.
/// </para>
/// </remarks>
public abstract class QuantSeparableConvolution : QuantConvolution
{
    [ComponentName(Name = "depthwise_kernel")]
    private protected readonly Parameter _depthwiseKernel;

    [ComponentName(Name = "pointwise_kernel")]
    private protected readonly Parameter _pointwiseKernel;

    [ComponentName(Name = "depthwise_quantizer")]
    private protected readonly nn.Module<Tensor, Tensor>? _depthwiseQuantizer;

    [ComponentName(Name = "pointwise_quantizer")]
    private protected readonly nn.Module<Tensor, Tensor>? _pointwiseQuantizer;

    private readonly SlidingWindow _point;
    private readonly int _inChannels;

    private protected QuantSeparableConvolution(
        string name, SlidingWindow window, SlidingWindow point, int inChannels, int filters, int depthMultiplier,
        float padValue, bool useBias, nn.Module<Tensor, Tensor>? inputQuantizer,
        nn.Module<Tensor, Tensor>? depthwiseQuantizer, nn.Module<Tensor, Tensor>? pointwiseQuantizer,
        Generator? generator)
        : base(
            name, window, inChannels, LayerArguments.AtLeastOne(name, nameof(filters), filters), padValue, useBias,
            inputQuantizer)
    {
        var between = LayerArguments.Multiplied(name, inChannels, depthMultiplier);
        LayerArguments.TakeQuantizers(name, inputQuantizer, depthwiseQuantizer, nameof(depthwiseQuantizer));
        LayerArguments.TakeQuantizers(name, inputQuantizer, pointwiseQuantizer, nameof(pointwiseQuantizer));
        LayerArguments.TakeQuantizers(
            name, depthwiseQuantizer, pointwiseQuantizer, nameof(pointwiseQuantizer), nameof(depthwiseQuantizer));
        _point = point;
        _inChannels = inChannels;
        _depthwiseQuantizer = depthwiseQuantizer;
        _pointwiseQuantizer = pointwiseQuantizer;
        _depthwiseKernel = LayerArguments.DepthwiseKernel(inChannels, depthMultiplier, window, generator);
        _pointwiseKernel = LayerArguments.Kernel(between, filters, 1, point, generator);
        RegisterComponents();
    }

    /// <summary>The first latent kernel D: (inChannels·depthMultiplier, 1), then the kernel's size.</summary>
    public Parameter DepthwiseKernel => _depthwiseKernel;

    /// <summary>The second latent kernel P: (filters, inChannels·depthMultiplier), then ones.</summary>
    public Parameter PointwiseKernel => _pointwiseKernel;

    private protected sealed override Tensor? ConvolveAtOnce(Tensor input)
    {
        var whole = IntegerSums.OfTwo(
            training, input, _inputQuantizer, (_depthwiseKernel, _depthwiseQuantizer),
            (_pointwiseKernel, _pointwiseQuantizer), PadValue);
        if (whole is null) return null;
        var x = Window.Pad(whole.Input, whole.Levels(PadValue), nativeValue: 0, out var native);
        var between = Window.Convolve(x, whole.Kernel, native, _inChannels);
        return whole.Finish(_point.Convolve(between, whole.Second!, _point.None, 1), native.Length);
    }

    private protected sealed override Tensor Convolve(Tensor x, long[] native)
    {
        var between = Window.Convolve(x, Quantized(_depthwiseQuantizer, _depthwiseKernel), native, _inChannels);
        return _point.Convolve(between, Quantized(_pointwiseQuantizer, _pointwiseKernel), _point.None, 1);
    }
}
