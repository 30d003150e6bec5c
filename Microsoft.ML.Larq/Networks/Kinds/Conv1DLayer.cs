namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A convolution along a sequence in real numbers: y = activation(conv(x, W) + b).
/// </summary>
/// <remarks>
/// <para>Shape: (length, channels) → (length', filters). Weights: <c>kernel</c> (length, channels/groups, filters),
/// <c>bias</c> (filters,).</para>
/// </remarks>
public sealed record Conv1DLayer : Conv1DKind;

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="Conv1DLayer"/>
    /// <param name="filters">Channels of the output, at least 1 and a multiple of <paramref name="groups"/>.</param>
    /// <param name="kernelSize">Steps that the kernel covers.</param>
    /// <param name="strides">Steps from one output to the next; default 1.</param>
    /// <param name="padding">Default <see cref="Padding.Valid"/>, as in Keras.</param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1.</param>
    /// <param name="groups">Must divide input channels and filters; default 1.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="kernelInitializer">How the kernel starts; default <c>glorot_uniform</c>.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor Conv1D(
        int filters,
        int kernelSize,
        int strides = 1,
        Padding padding = Padding.Valid,
        int dilationRate = 1,
        int groups = 1,
        ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        string? name = null) => Apply(
        new Conv1DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            Strides = strides,
            Padding = padding,
            DilationRate = dilationRate,
            Groups = groups,
            Activation = activation,
            UseBias = useBias,
            KernelInitializer = kernelInitializer ?? Initializer.GlorotUniform,
        },
        name: name);
}
