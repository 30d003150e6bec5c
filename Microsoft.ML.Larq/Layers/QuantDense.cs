using Microsoft.ML.Larq.Tensors;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>A dense layer whose input and kernel may be quantized; a plain dense layer without quantizers.</summary>
/// <remarks>
/// <para>
/// Forward: y = q_in(x) · q_k(W)ᵀ + b. The bias is never quantized and is added to the finished sums, so that sums of
/// ±1 stay exact. Backward: through both pseudo-gradients to x and to the latent kernel W.
/// </para>
/// <para>
/// Evaluation without gradients sums whole numbers where it can, as <see cref="QuantConvolution"/> says.
/// </para>
/// <para>
/// Shapes: input (…, inFeatures), kernel (units, inFeatures), bias (units), output (…, units). Parameters
/// <c>kernel</c> and <c>bias</c>.
/// </para>
/// <para>Larq: <c>QuantDense</c>, whose kernel is (inFeatures, units).</para>
/// </remarks>
public sealed class QuantDense : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "kernel")]
    private readonly Parameter _kernel;

    [ComponentName(Name = "bias")]
    private readonly Parameter? _bias;

    [ComponentName(Name = "input_quantizer")]
    private readonly nn.Module<Tensor, Tensor>? _inputQuantizer;

    [ComponentName(Name = "kernel_quantizer")]
    private readonly nn.Module<Tensor, Tensor>? _kernelQuantizer;

    private readonly int _inFeatures;

    /// <summary>Creates the layer; the kernel starts glorot-uniform, the bias 0.</summary>
    /// <param name="inFeatures">Length of an input row, at least 1.</param>
    /// <param name="units">Length of an output row, at least 1.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="inputQuantizer">Quantizes the input; null (default) leaves it.</param>
    /// <param name="kernelQuantizer">Quantizes the kernel; null (default) leaves it.</param>
    /// <param name="generator">Draws the first kernel; null (default) is Torch's own generator.</param>
    /// <param name="name">The layer's name, as in messages.</param>
    /// <exception cref="ArgumentException">An argument is outside what is said above.</exception>
    public QuantDense(
        int inFeatures,
        int units,
        bool useBias = true,
        nn.Module<Tensor, Tensor>? inputQuantizer = null,
        nn.Module<Tensor, Tensor>? kernelQuantizer = null,
        Generator? generator = null,
        string name = "quant_dense")
        : base(name ?? throw new ArgumentNullException(nameof(name)))
    {
        _inFeatures = LayerArguments.AtLeastOne(name, nameof(inFeatures), inFeatures);
        LayerArguments.AtLeastOne(name, nameof(units), units);
        LayerArguments.TwoQuantizers(name, inputQuantizer, kernelQuantizer);
        _inputQuantizer = inputQuantizer;
        _kernelQuantizer = kernelQuantizer;
        _kernel = LayerArguments.GlorotUniform([units, inFeatures], inFeatures, units, generator);
        _bias = useBias ? LayerArguments.Held(zeros(units)) : null;
        RegisterComponents();
    }

    /// <summary>The latent kernel W, (units, inFeatures).</summary>
    public Parameter Kernel => _kernel;

    /// <summary>The bias, (units); null without one.</summary>
    public Parameter? Bias => _bias;

    /// <summary>The quantizer of the input; null when it is left as it is.</summary>
    public nn.Module<Tensor, Tensor>? InputQuantizer => _inputQuantizer;

    /// <summary>The quantizer of the kernel; null when it is left as it is.</summary>
    public nn.Module<Tensor, Tensor>? KernelQuantizer => _kernelQuantizer;

    /// <summary>Multiplies.</summary>
    /// <param name="input">(…, inFeatures).</param>
    /// <returns>(…, units).</returns>
    /// <exception cref="ArgumentException">The last axis of the input has another length.</exception>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() == 0 || input.size(-1) != _inFeatures)
        {
            throw new ArgumentException(
                $"Layer '{GetName()}': the last axis of the input must be {_inFeatures}; " +
                $"got ({string.Join(", ", input.shape)}).", nameof(input));
        }

        SignalStack.Enlarge();
        using var scope = NewDisposeScope();
        var y = WholeSums.Of(training, input, _inputQuantizer, _kernel, _kernelQuantizer) is { } whole
            ? whole.Finish(nn.functional.linear(whole.Input, whole.Kernel), axes: 0)
            : Multiply(input);
        if (_bias is not null)
            y.AddInPlace(_bias);
        return y.MoveToOuterDisposeScope();
    }

    private Tensor Multiply(Tensor input)
    {
        var x = _inputQuantizer is null ? input : _inputQuantizer.call(input);
        var kernel = _kernelQuantizer is null ? _kernel : _kernelQuantizer.call(_kernel);
        return nn.functional.linear(x, kernel);
    }
}
