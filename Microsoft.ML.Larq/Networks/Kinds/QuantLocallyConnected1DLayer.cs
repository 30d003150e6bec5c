namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A convolution of sequences without shared weights, whose input and kernel are quantized: at each output position p,
/// y[p] = activation(q_in(x)[window p]·q_k(W)[p] + b[p]).
/// </summary>
/// <remarks>
/// <para>
/// Shape: (length, channels) → (length', filters), without padding. Weights:
/// latent <c>kernel</c> (length', kernel·channels, filters), <c>bias</c>
/// (length', filters).
/// </para>
/// <para>
/// Without a quantizer the layer is a <see cref="LocallyConnected1DLayer"/> in that respect, as in Larq.
/// </para>
/// <para>Keras: <c>LocallyConnected1D</c> with <c>implementation=1</c>.</para>
/// </remarks>
public sealed record QuantLocallyConnected1DLayer : LocallyConnected1DKind
{
    /// <summary>Quantizes the input; null for none.</summary>
    public Quantizer? InputQuantizer { get; init; }

    /// <summary>Quantizes the kernel; null for none.</summary>
    public Quantizer? KernelQuantizer { get; init; }

    internal override Quantizer? Input => InputQuantizer;

    internal override Quantizer? Kernel => KernelQuantizer;
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantLocallyConnected1DLayer"/>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Steps that the kernel covers.</param>
    /// <param name="strides">Steps from one output position to the next; default 1.</param>
    /// <param name="inputQuantizer">Quantizes the input, for example <c>"ste_sign"</c>; default none.</param>
    /// <param name="kernelQuantizer">Quantizes the kernel; default none.</param>
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
    public NetworkTensor QuantLocallyConnected1D(
        int filters,
        int kernelSize,
        int strides = 1,
        Quantizer? inputQuantizer = null,
        Quantizer? kernelQuantizer = null,
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
        new QuantLocallyConnected1DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            Strides = strides,
            InputQuantizer = inputQuantizer,
            KernelQuantizer = kernelQuantizer,
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
