using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Tensors;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>2-D convolution whose input and kernel may be quantized; a plain convolution without quantizers.</summary>
/// <remarks>
/// <para>
/// Forward: y = conv(pad(q_in(x)), q_k(W)) + b, in this order. The padding is added after the input is quantized and is
/// not quantized itself; the bias never is, and is added to the finished sums, so that sums of ±1 stay exact.
/// Backward: through both pseudo-gradients to x and to the latent kernel W.
/// </para>
/// <para>
/// Shapes: input (rows, inChannels, height, width), kernel (filters, inChannels / groups, kernel height, kernel width),
/// bias (filters), output (rows, filters, height′, width′). Parameters <c>kernel</c> and <c>bias</c>.
/// </para>
/// <para>
/// <c>Same</c> padding is TensorFlow's: height′ = ⌈height / stride⌉, the odd cell at the bottom and right.
/// </para>
/// <para>Larq: <c>QuantConv2D</c>.</para>
/// </remarks>
public sealed class QuantConv2D : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "kernel")]
    private readonly Parameter _kernel;

    [ComponentName(Name = "bias")]
    private readonly Parameter? _bias;

    [ComponentName(Name = "input_quantizer")]
    private readonly nn.Module<Tensor, Tensor>? _inputQuantizer;

    [ComponentName(Name = "kernel_quantizer")]
    private readonly nn.Module<Tensor, Tensor>? _kernelQuantizer;

    private readonly SlidingWindow _window;
    private readonly int _inChannels;
    private readonly int _groups;

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
        Size2D kernelSize,
        Size2D? strides = null,
        Padding padding = Padding.Valid,
        float padValue = 0,
        Size2D? dilation = null,
        int groups = 1,
        bool useBias = true,
        nn.Module<Tensor, Tensor>? inputQuantizer = null,
        nn.Module<Tensor, Tensor>? kernelQuantizer = null,
        Generator? generator = null,
        string name = "quant_conv2d")
        : base(name)
    {
        _inChannels = LayerArguments.AtLeastOne(name, nameof(inChannels), inChannels);
        LayerArguments.AtLeastOne(name, nameof(filters), filters);
        _groups = LayerArguments.AtLeastOne(name, nameof(groups), groups);
        if (inChannels % groups != 0 || filters % groups != 0)
        {
            throw new ArgumentException(
                $"Layer '{name}': inChannels and filters must be multiples of groups; " +
                $"got {inChannels}, {filters} and {groups}.", nameof(groups));
        }

        _window = new SlidingWindow(
            name, nameof(kernelSize), kernelSize, strides ?? Size2D.One, dilation ?? Size2D.One, padding);
        PadValue = CheckedPadValue(name, padValue, padding);
        LayerArguments.TwoQuantizers(name, inputQuantizer, kernelQuantizer);
        _inputQuantizer = inputQuantizer;
        _kernelQuantizer = kernelQuantizer;

        var cells = (long)kernelSize.Height * kernelSize.Width;
        _kernel = LayerArguments.GlorotUniform(
            [filters, inChannels / groups, .. _window.Size], inChannels / groups * cells, filters * cells, generator);
        _bias = useBias ? LayerArguments.Held(zeros(filters)) : null;
        RegisterComponents();
    }

    /// <summary>The latent kernel W, (filters, inChannels / groups, height, width).</summary>
    public Parameter Kernel => _kernel;

    /// <summary>The bias, (filters); null without one.</summary>
    public Parameter? Bias => _bias;

    /// <summary>The constant that <c>Same</c> padding adds around the quantized input.</summary>
    public float PadValue { get; }

    /// <summary>The quantizer of the input; null when it is left as it is.</summary>
    public nn.Module<Tensor, Tensor>? InputQuantizer => _inputQuantizer;

    /// <summary>The quantizer of the kernel; null when it is left as it is.</summary>
    public nn.Module<Tensor, Tensor>? KernelQuantizer => _kernelQuantizer;

    /// <summary>
    /// Whether training convolves in bfloat16 where both quantizers give −1, 0 and +1 only. Default false.
    /// </summary>
    /// <remarks>
    /// The operands stay exact, and so does every sum of up to 256 in size; larger sums and the gradients keep 8
    /// significant bits. Evaluation is not affected. On processors that multiply bfloat16 in hardware a step takes about
    /// half the time, on others longer.
    /// </remarks>
    public bool UseBFloat16 { get; set; }

    /// <summary>Convolves.</summary>
    /// <param name="input">(rows, inChannels, height, width).</param>
    /// <returns>(rows, filters, height′, width′).</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public override Tensor forward(Tensor input)
    {
        SlidingWindow.CheckInput(GetName(), input, _inChannels);
        using var scope = NewDisposeScope();
        var y = (training && UseBFloat16 ? InBFloat16(input) : null) ?? InFloat32(input);
        if (_bias is not null)
            y.Plus_(_bias.view(1, -1, 1, 1));
        return y.MoveToOuterDisposeScope();
    }

    private Tensor InFloat32(Tensor input)
    {
        var x = _inputQuantizer is null ? input : _inputQuantizer.call(input);
        var kernel = _kernelQuantizer is null ? _kernel : _kernelQuantizer.call(_kernel);
        x = _window.Pad(x, PadValue, nativeValue: 0, out var native);
        return nn.functional.conv2d(x, kernel, null, _window.Strides, native, _window.Dilation, _groups);
    }

    // Null where it would lose more than the class says.
    private Tensor? InBFloat16(Tensor input)
    {
        if (_inputQuantizer is not QuantizerModule quantizer
            || _kernelQuantizer is not QuantizerModule { GivesSmallIntegers: true }) return null;
        var (height, width) = _window.Around(input);
        if (PaddedQuantization.Apply(input, quantizer, height, width, PadValue) is not { } x) return null;
        var kernel = _kernelQuantizer.call(_kernel).to(ScalarType.BFloat16);
        return nn.functional
            .conv2d(x, kernel, null, _window.Strides, SlidingWindow.None, _window.Dilation, _groups)
            .to(ScalarType.Float32);
    }

    private static float CheckedPadValue(string layer, float value, Padding padding)
    {
        if (!float.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(
                "padValue", value, $"Layer '{layer}': padValue must be finite; got {value}.");
        }

        return value == 0 || padding == Padding.Same
            ? value
            : throw new ArgumentException(
                $"Layer '{layer}': padValue is used with Same padding only; got {value} with {padding}.", "padValue");
    }
}
