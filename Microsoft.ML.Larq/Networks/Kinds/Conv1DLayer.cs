namespace Microsoft.ML.Larq.Networks;

/// <inheritdoc cref="FilterKind"/>
/// <summary>A convolution along a sequence: (length, channels) → (length', filters).</summary>
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
