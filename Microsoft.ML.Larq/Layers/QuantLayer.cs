using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>What layers share whose input and kernels may be quantized: the input's quantizer and a bias.</summary>
/// <remarks>Parameter <c>bias</c>, module <c>input_quantizer</c>.</remarks>
public abstract class QuantLayer : TensorLayer
{
    [ComponentName(Name = "bias")]
    private protected readonly Parameter? _bias;

    [ComponentName(Name = "input_quantizer")]
    private protected readonly nn.Module<Tensor, Tensor>? _inputQuantizer;

    private protected QuantLayer(
        string name, nn.Module<Tensor, Tensor>? inputQuantizer, bool useBias, params long[] biasShape)
        : base(name)
    {
        _inputQuantizer = inputQuantizer;
        _bias = useBias ? LayerArguments.Held(zeros(biasShape)) : null;
    }

    /// <summary>The bias, one number a filter; null without one.</summary>
    public Parameter? Bias => _bias;

    /// <summary>The quantizer of the input; null when it is left as it is.</summary>
    internal nn.Module<Tensor, Tensor>? InputQuantizer => _inputQuantizer;

    private protected static Tensor Quantized(nn.Module<Tensor, Tensor>? quantizer, Tensor values) =>
        quantizer is null ? values : quantizer.call(values);
}
