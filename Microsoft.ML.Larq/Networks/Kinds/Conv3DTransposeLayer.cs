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
/// The input and the kernel are quantized where the layer has quantizers for them; without any it works in real
/// numbers.
/// </para>
/// <para>
/// Keras: <c>Conv3DTranspose</c>, the gradient of a convolution with respect to its input; Larq:
/// <c>QuantConv3DTranspose</c>.
/// </para>
/// </remarks>
public sealed record Conv3DTransposeLayer : TransposedKind
{
    internal override int SpatialAxes => 3;
}

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
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Depth, height and width of the kernel; <c>3</c> is 3×3×3.</param>
    /// <param name="strides">Steps on the output from one input cell to the next; default 1×1×1.</param>
    /// <param name="padding">Default <see cref="PadMode.Valid"/>, as in Keras.</param>
    /// <param name="outputPadding">
    /// Cells added to the length that the kernel needs, from 0 to below the strides; default null: Keras' own length.
    /// </param>
    /// <param name="inputQuantizer">Quantizes the input, for example <c>"ste_sign"</c>; default none.</param>
    /// <param name="kernelQuantizer">Quantizes the kernel; default none.</param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1×1×1.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="kernel">
    /// How the latent kernel starts and is kept, for example <c>new Kernel { Constraint = "weight_clip" }</c>.
    /// </param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor QuantConv3DTranspose(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid,
        Sides? outputPadding = null, Quantizer? inputQuantizer = null, Quantizer? kernelQuantizer = null,
        Sides? dilationRate = null, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        Kernel? kernel = null, string? name = null) => Quant(
        new Conv3DTransposeLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            Strides = strides ?? 1,
            Padding = padding,
            OutputPadding = outputPadding,
            InputQuantizer = inputQuantizer,
            Kernel = Kernel.Of(kernel, kernelQuantizer),
            DilationRate = dilationRate ?? 1,
            Activation = activation,
            UseBias = useBias,
        },
        name);
}
