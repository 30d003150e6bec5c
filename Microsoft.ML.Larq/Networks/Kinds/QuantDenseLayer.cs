namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A densely connected layer whose input and kernel are quantized: y = activation(q_in(x)·q_k(W) + b).
/// </summary>
/// <remarks>
/// <para>Shape: (inputs,) → (units,). Weights: latent <c>kernel</c> (inputs, units), <c>bias</c> (units,).</para>
/// <para>Without a quantizer the layer is a <see cref="DenseLayer"/> in that respect, as in Larq.</para>
/// </remarks>
public sealed record QuantDenseLayer : DenseKind
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
    /// <inheritdoc cref="QuantDenseLayer"/>
    /// <param name="units">Length of the output, at least 1.</param>
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
    public NetworkTensor QuantDense(
        int units,
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
        new QuantDenseLayer
        {
            Units = units,
            InputQuantizer = inputQuantizer,
            KernelQuantizer = kernelQuantizer,
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
