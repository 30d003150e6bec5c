namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A transposed three-dimensional convolution, which makes volumes larger: y = activation(convᵀ(q_in(x), q_k(W)) + b).
/// </summary>
/// <remarks>
/// <para>
/// Shape: (depth, height, width, channels) → (depth', height', width', filters). Weights: latent <c>kernel</c> (depth,
/// height, width, filters, channels), <c>bias</c> (filters,).
/// </para>
/// <para>
/// An output axis has, with k' = (k−1)·dilation + 1, in·stride + max(k' − stride, 0) cells with <see
/// cref="PadMode.Valid"/> and in·stride with <see cref="PadMode.Same"/>; with an output padding (in−1)·stride + k' −
/// 2·p + output padding, where p is 0 and ⌊k'/2⌋.
/// </para>
/// <para>
/// Keras: <c>Conv3DTranspose</c>, the gradient of a convolution with respect to its input; Larq:
/// <c>QuantConv3DTranspose</c>.
/// </para>
/// </remarks>
public sealed record Conv3DTransposeLayer() : TransposedKind(axes: 3);

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantConv3DTranspose"/>
    public NetworkTensor Conv3DTranspose(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid,
        Sides? outputPadding = null, Sides? dilationRate = null,
        ActivationFunction activation = ActivationFunction.Linear, bool useBias = true, Kernel? kernel = null,
        string? name = null) => QuantConv3DTranspose(
        filters, kernelSize, strides, padding, outputPadding, null, null, dilationRate, activation, useBias,
        Kernel.Real(kernel), name ?? Graph.Free("conv3d_transpose"));

    /// <inheritdoc cref="Conv3DTransposeLayer"/>
    /// <inheritdoc cref="QuantConv2DTranspose" path="/param"/>
    public NetworkTensor QuantConv3DTranspose(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid,
        Sides? outputPadding = null, Quantizer? inputQuantizer = null, Quantizer? kernelQuantizer = null,
        Sides? dilationRate = null, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        Kernel? kernel = null, string? name = null) => Padded(
        new Conv3DTransposeLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            OutputPadding = outputPadding,
            Kernel = Kernel.Of(kernel, kernelQuantizer),
        },
        strides, padding, dilationRate, inputQuantizer, activation, useBias, name);
}
