using Microsoft.ML.Larq.Tensors;
using TorchSharp.Modules;
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
public sealed class QuantDense : QuantKernelLayer
{
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
        : base(
            name, inputQuantizer, kernelQuantizer, Drawn(name, inFeatures, units, generator), useBias, units) =>
        _inFeatures = inFeatures;

    private protected override Tensor Compute(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() == 0 || input.size(-1) != _inFeatures)
        {
            throw new ArgumentException(
                $"Layer '{GetName()}': the last axis of the input must be {_inFeatures}; " +
                $"got ({string.Join(", ", input.shape)}).", nameof(input));
        }

        var y = IntegerSums.Of(training, input, _inputQuantizer, _kernel, _kernelQuantizer) is { } whole
            ? whole.Finish(nn.functional.linear(whole.Input, whole.Kernel), axes: 0)
            : Sums(Quantized(_inputQuantizer, input));
        if (_bias is not null) y.AddInPlace(_bias);
        return y;
    }

    private Tensor Sums(Tensor x) =>
        (training ? SignDense.Apply(x, _kernel, _kernelQuantizer) : null)
        ?? nn.functional.linear(x, Quantized(_kernelQuantizer, _kernel));

    private static Parameter Drawn(string name, int inFeatures, int units, Generator? generator)
    {
        LayerArguments.AtLeastOne(name, nameof(inFeatures), inFeatures);
        LayerArguments.AtLeastOne(name, nameof(units), units);
        return LayerArguments.GlorotUniform([units, inFeatures], inFeatures, units, generator);
    }
}
