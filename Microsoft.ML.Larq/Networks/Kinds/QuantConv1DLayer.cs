namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A convolution along a sequence whose input and kernel are quantized: y = activation(conv(q_in(x), q_k(W)) + b).
/// </summary>
/// <remarks>
/// <para>Shape: (length, channels) → (length', filters). Weights: latent <c>kernel</c> (length, channels/groups,
/// filters), <c>bias</c> (filters,).</para>
/// <para>Order: the input is quantized, then padded with <see cref="PadValue"/>, which is not quantized itself.</para>
/// <para>Without a quantizer the layer is a <see cref="Conv1DLayer"/> in that respect, as in Larq.</para>
/// </remarks>
public sealed record QuantConv1DLayer : Conv1DKind
{
    /// <summary>What <see cref="Padding.Same"/> adds around the quantized input; default 0.</summary>
    public float PadValue { get; init; }

    /// <summary>Quantizes the input; null for none.</summary>
    public Quantizer? InputQuantizer { get; init; }

    /// <summary>Quantizes the kernel; null for none.</summary>
    public Quantizer? KernelQuantizer { get; init; }

    internal override Quantizer? Input => InputQuantizer;

    internal override Quantizer? Kernel => KernelQuantizer;

    internal override float Pad => PadValue;
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantConv1DLayer"/>
    /// <param name="filters">Channels of the output, at least 1 and a multiple of <paramref name="groups"/>.</param>
    /// <param name="kernelSize">Steps that the kernel covers.</param>
    /// <param name="strides">Steps from one output to the next; default 1.</param>
    /// <param name="padding">Default <see cref="Padding.Valid"/>, as in Keras.</param>
    /// <param name="padValue">
    /// What <see cref="Padding.Same"/> adds around the quantized input; default 0; 0 with <see cref="Padding.Causal"/>.
    /// </param>
    /// <param name="inputQuantizer">Quantizes the input, for example <c>"ste_sign"</c>; default none.</param>
    /// <param name="kernelQuantizer">Quantizes the kernel; default none.</param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1.</param>
    /// <param name="groups">Must divide input channels and filters; default 1.</param>
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
    public NetworkTensor QuantConv1D(
        int filters,
        int kernelSize,
        int strides = 1,
        Padding padding = Padding.Valid,
        float padValue = 0f,
        Quantizer? inputQuantizer = null,
        Quantizer? kernelQuantizer = null,
        int dilationRate = 1,
        int groups = 1,
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
        new QuantConv1DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            Strides = strides,
            Padding = padding,
            PadValue = padValue,
            InputQuantizer = inputQuantizer,
            KernelQuantizer = kernelQuantizer,
            DilationRate = dilationRate,
            Groups = groups,
            Activation = activation,
            UseBias = useBias,
            KernelInitializer = kernelInitializer ?? Initializer.GlorotUniform,
            BiasInitializer = biasInitializer ?? Initializer.Zeros,
            KernelRegularizer = kernelRegularizer,
            BiasRegularizer = biasRegularizer,
            ActivityRegularizer = activityRegularizer,
            BiasConstraint = biasConstraint,
            KernelConstraint = kernelConstraint,
        },
        name: name);
}
