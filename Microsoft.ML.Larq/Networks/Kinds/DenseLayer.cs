namespace Microsoft.ML.Larq.Networks;

/// <summary>A densely connected layer in real numbers: y = activation(x·W + b).</summary>
/// <remarks>Shape: (inputs,) → (units,). Weights: <c>kernel</c> (inputs, units), <c>bias</c> (units,).</remarks>
public sealed record DenseLayer : DenseKind;

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="DenseLayer"/>
    /// <param name="units">Length of the output, at least 1.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="kernelInitializer">How the kernel starts; default <c>glorot_uniform</c>.</param>
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
    public NetworkTensor Dense(
        int units,
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
        new DenseLayer
        {
            Units = units,
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
