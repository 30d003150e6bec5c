using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>What the quantized convolutions of one kernel share, whatever their rank.</summary>
/// <remarks>
/// Arithmetic, order and padding: <see cref="QuantConvolution"/>. Parameters <c>kernel</c> and <c>bias</c>.
/// </remarks>
public abstract class QuantFilterConvolution : QuantConvolution
{
    [ComponentName(Name = "kernel")]
    private protected readonly Parameter _kernel;

    [ComponentName(Name = "kernel_quantizer")]
    private protected readonly nn.Module<Tensor, Tensor>? _kernelQuantizer;

    private protected QuantFilterConvolution(
        string name, SlidingWindow window, int inChannels, int filters, int groups, float padValue, bool useBias,
        nn.Module<Tensor, Tensor>? inputQuantizer, nn.Module<Tensor, Tensor>? kernelQuantizer, Generator? generator)
        : base(
            name, window, inChannels, LayerArguments.Filters(name, inChannels, filters, groups), padValue, useBias,
            inputQuantizer)
    {
        LayerArguments.TakeQuantizers(name, inputQuantizer, kernelQuantizer);
        Groups = groups;
        _kernelQuantizer = kernelQuantizer;
        _kernel = LayerArguments.Kernel(inChannels, filters, groups, window, generator);
        RegisterComponents();
    }

    /// <summary>The latent kernel W: (filters, inChannels / groups), then the kernel's size.</summary>
    public Parameter Kernel => _kernel;

    /// <summary>The quantizer of the kernel; null when it is left as it is.</summary>
    internal nn.Module<Tensor, Tensor>? KernelQuantizer => _kernelQuantizer;

    /// <summary>Groups of channels convolved apart.</summary>
    private protected int Groups { get; }

    private protected override Tensor? ConvolveAtOnce(Tensor input)
    {
        var whole = IntegerSums.Of(training, input, _inputQuantizer, _kernel, _kernelQuantizer, PadValue);
        if (whole is null) return null;
        var x = Window.Pad(whole.Input, whole.Levels(PadValue), nativeValue: 0, out var native);
        return whole.Finish(Window.Convolve(x, whole.Kernel, native, Groups), native.Length);
    }

    private protected sealed override Tensor Convolve(Tensor x, long[] native) =>
        Window.Convolve(x, Quantized(_kernelQuantizer, _kernel), native, Groups);
}
