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
    /// <param name="name">The layer's name.</param>
    public NetworkTensor Dense(
        int units,
        ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        string? name = null) => Apply(
        new DenseLayer
        {
            Units = units,
            Activation = activation,
            UseBias = useBias,
            KernelInitializer = kernelInitializer ?? Initializer.GlorotUniform,
        },
        name: name);
}
