using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>What layers of one kernel share that are no convolutions.</summary>
/// <remarks>Parameters <c>kernel</c> and <c>bias</c>, module <c>kernel_quantizer</c>.</remarks>
public abstract class QuantKernelLayer : QuantLayer
{
    [ComponentName(Name = "kernel")]
    private protected readonly Parameter _kernel;

    [ComponentName(Name = "kernel_quantizer")]
    private protected readonly nn.Module<Tensor, Tensor>? _kernelQuantizer;

    private protected QuantKernelLayer(
        string name, nn.Module<Tensor, Tensor>? inputQuantizer, nn.Module<Tensor, Tensor>? kernelQuantizer,
        Parameter kernel, bool useBias, params long[] biasShape)
        : base(name, inputQuantizer, useBias, biasShape)
    {
        LayerArguments.TakeQuantizers(name, inputQuantizer, kernelQuantizer);
        _kernelQuantizer = kernelQuantizer;
        _kernel = kernel;
        RegisterComponents();
    }

    /// <summary>The latent kernel W, of the shape that the layer says.</summary>
    public Parameter Kernel => _kernel;

    /// <summary>The quantizer of the kernel; null when it is left as it is.</summary>
    internal nn.Module<Tensor, Tensor>? KernelQuantizer => _kernelQuantizer;
}
