namespace Microsoft.ML.Larq.Networks;

/// <inheritdoc cref="TransposedKind"/>
/// <summary>
/// A transposed convolution of volumes: (depth, height, width, channels) → (depth', height', width', filters).
/// </summary>
public sealed record Conv3DTransposeLayer() : TransposedKind(axes: 3);

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantConv3DTranspose"/>
    public NetworkTensor Conv3DTranspose(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid,
        Sides? outputPadding = null, Sides? dilationRate = null,
        ActivationFunction activation = ActivationFunction.Linear, bool useBias = true, Kernel? kernel = null,
        string? name = null) => QuantConv3DTranspose(
        filters, kernelSize, strides, padding, outputPadding, null, null, dilationRate, activation, useBias,
        Kernel.Real(kernel), name ?? Graph.Free("conv3d_transpose"));

    /// <inheritdoc cref="Conv3DTransposeLayer"/>
    /// <inheritdoc cref="QuantConv2DTranspose" path="/param"/>
    public NetworkTensor QuantConv3DTranspose(
        int filters, Sides kernelSize, Sides? strides = null, PadMode padding = PadMode.Valid,
        Sides? outputPadding = null, Quantizer? inputQuantizer = null, Quantizer? kernelQuantizer = null,
        Sides? dilationRate = null, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        Kernel? kernel = null, string? name = null) => Padded(
        new Conv3DTransposeLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            OutputPadding = outputPadding,
            Kernel = Kernel.Of(kernel, kernelQuantizer),
        },
        strides, padding, dilationRate, inputQuantizer, activation, useBias, name);
}
