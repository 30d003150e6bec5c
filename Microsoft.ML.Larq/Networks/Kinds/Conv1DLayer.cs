namespace Microsoft.ML.Larq.Networks;

/// <summary>A convolution along a sequence: y = activation(conv(q_in(x), q_k(W)) + b).</summary>
/// <remarks>
/// <para>
/// Shape: (length, channels) → (length', filters). Weights: latent <c>kernel</c> (length, channels/groups, filters),
/// <c>bias</c> (filters,).
/// </para>
/// <para>Keras: <c>Conv1D</c>; Larq: <c>QuantConv1D</c>.</para>
/// </remarks>
public sealed record Conv1DLayer() : FilterKind(axes: 1);

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantConv1D"/>
    public NetworkTensor Conv1D(
        int filters, int kernelSize, int strides = 1, PadMode padding = PadMode.Valid, int dilationRate = 1,
        int groups = 1, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        Kernel? kernel = null, string? name = null) => QuantConv1D(
        filters, kernelSize, strides, padding, 0, null, null, dilationRate, groups, activation, useBias,
        Kernel.Real(kernel), name ?? Graph.Free("conv1d"));

    /// <inheritdoc cref="Conv1DLayer"/>
    /// <inheritdoc cref="QuantConv2D" path="/param"/>
    public NetworkTensor QuantConv1D(
        int filters, int kernelSize, int strides = 1, PadMode padding = PadMode.Valid, float padValue = 0,
        Quantizer? inputQuantizer = null, Quantizer? kernelQuantizer = null, int dilationRate = 1, int groups = 1,
        ActivationFunction activation = ActivationFunction.Linear, bool useBias = true, Kernel? kernel = null,
        string? name = null) => Filtered(
        new Conv1DLayer { Filters = filters, KernelSize = kernelSize }, strides, padding, padValue, inputQuantizer,
        kernelQuantizer, dilationRate, groups, activation, useBias, kernel, name);
}
