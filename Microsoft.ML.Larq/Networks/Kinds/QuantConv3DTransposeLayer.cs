namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A transposed three-dimensional convolution whose input and kernel are quantized:
/// y = activation(convᵀ(q_in(x), q_k(W)) + b).
/// </summary>
/// <remarks>
/// <para>
/// Shape: (depth, height, width, channels) → (depth', height', width', filters). Weights: latent <c>kernel</c>
/// (depth, height, width, filters, channels), <c>bias</c> (filters,).
/// </para>
/// <para>
/// An output axis has, with k' = (k−1)·dilation + 1, in·stride + max(k' − stride, 0) cells with
/// <see cref="Padding.Valid"/> and in·stride with <see cref="Padding.Same"/>; with an output padding
/// (in−1)·stride + k' − 2·p + output padding, where p is 0 and ⌊k'/2⌋.
/// </para>
/// <para>Without a quantizer the layer is a <see cref="Conv3DTransposeLayer"/> in that respect, as in Larq.</para>
/// <para>Keras: <c>Conv3DTranspose</c>, the gradient of a convolution with respect to its input.</para>
/// </remarks>
public sealed record QuantConv3DTransposeLayer : Conv3DTransposeKind
{
    /// <summary>Quantizes the input; null for none.</summary>
    public Quantizer? InputQuantizer { get; init; }

    /// <summary>Quantizes the kernel; null for none. One that scales has a scale for each input channel.</summary>
    public Quantizer? KernelQuantizer { get; init; }

    internal override Quantizer? Input => InputQuantizer;

    internal override Quantizer? Kernel => KernelQuantizer;
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantConv3DTransposeLayer"/>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Depth, height and width of the kernel; <c>3</c> is 3×3×3.</param>
    /// <param name="strides">Steps on the output from one input cell to the next; default 1×1×1.</param>
    /// <param name="padding">Default <see cref="Padding.Valid"/>, as in Keras.</param>
    /// <param name="outputPadding">
    /// Cells added to the length that the kernel needs, from 0 to below the strides; default Keras' own length.
    /// </param>
    /// <param name="inputQuantizer">Quantizes the input, for example <c>"ste_sign"</c>; default none.</param>
    /// <param name="kernelQuantizer">
    /// Quantizes the kernel; default none. One that scales has a scale for each input channel.
    /// </param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1×1×1.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="kernelInitializer">How the latent kernel starts; default <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">How the bias starts; default <c>zeros</c>.</param>
    /// <param name="kernelRegularizer">
    /// Added to the loss for the latent kernel, for example <c>"l2(l2=0.0001)"</c>; default nothing.
    /// </param>
    /// <param name="biasRegularizer">Added to the loss for the bias; default nothing.</param>
    /// <param name="activityRegularizer">Added to the loss for the output; default nothing.</param>
    /// <param name="kernelConstraint">
    /// Applied to the latent kernel after each step, for example <c>"weight_clip"</c>.
    /// </param>
    /// <param name="biasConstraint">Applied to the bias after each step; default none.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor QuantConv3DTranspose(
        int filters,
        Size3D kernelSize,
        Size3D? strides = null,
        Padding padding = Padding.Valid,
        Size3D? outputPadding = null,
        Quantizer? inputQuantizer = null,
        Quantizer? kernelQuantizer = null,
        Size3D? dilationRate = null,
        ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        WeightRegularizer? kernelRegularizer = null,
        WeightRegularizer? biasRegularizer = null,
        WeightRegularizer? activityRegularizer = null,
        WeightConstraint? kernelConstraint = null,
        WeightConstraint? biasConstraint = null,
        string? name = null) => Apply(
        new QuantConv3DTransposeLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            Strides = strides ?? Size3D.One,
            Padding = padding,
            OutputPadding = outputPadding,
            InputQuantizer = inputQuantizer,
            KernelQuantizer = kernelQuantizer,
            DilationRate = dilationRate ?? Size3D.One,
            Activation = activation,
            UseBias = useBias,
            KernelInitializer = kernelInitializer ?? Initializer.GlorotUniform,
            BiasInitializer = biasInitializer ?? Initializer.Zeros,
            KernelRegularizer = kernelRegularizer,
            BiasRegularizer = biasRegularizer,
            ActivityRegularizer = activityRegularizer,
            KernelConstraint = kernelConstraint,
            BiasConstraint = biasConstraint,
        },
        name: name);
}
