namespace Microsoft.ML.Larq.Networks;

/// <inheritdoc cref="FilterKind"/>
/// <summary>
/// A convolution of volumes: (depth, height, width, channels) → (depth', height', width', filters).
/// </summary>
public sealed record Conv3DLayer() : FilterKind(axes: 3);

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantConv3D"/>
    public NetworkTensor Conv3D(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid,
        Sides? dilationRate = null, int groups = 1, ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true, Kernel? kernel = null, string? name = null) => QuantConv3D(
        filters, kernelSize, strides, padding, 0, null, null, dilationRate, groups, activation, useBias,
        Kernel.Real(kernel), name ?? Graph.Free("conv3d"));

    /// <inheritdoc cref="Conv3DLayer"/>
    /// <inheritdoc cref="QuantConv2D" path="/param"/>
    public NetworkTensor QuantConv3D(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid, float padValue = 0,
        Quantizer? inputQuantizer = null, Quantizer? kernelQuantizer = null, Sides? dilationRate = null,
        int groups = 1, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        Kernel? kernel = null, string? name = null) => Filtered(
        new Conv3DLayer { Filters = filters, KernelSize = kernelSize }, strides, padding, padValue, inputQuantizer,
        kernelQuantizer, dilationRate, groups, activation, useBias, kernel, name);
}
