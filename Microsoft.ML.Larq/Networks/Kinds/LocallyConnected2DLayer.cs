namespace Microsoft.ML.Larq.Networks;

/// <inheritdoc cref="LocallyConnectedKind"/>
/// <summary>
/// A convolution of images without shared weights: (height, width, channels) → (height', width', filters).
/// </summary>
public sealed record LocallyConnected2DLayer() : LocallyConnectedKind(axes: 2);

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantLocallyConnected2D"/>
    public NetworkTensor LocallyConnected2D(
        int filters, Sides kernelSize, Sides? strides = null,
        ActivationFunction activation = ActivationFunction.Linear, bool useBias = true, Kernel? kernel = null,
        string? name = null) => QuantLocallyConnected2D(
        filters, kernelSize, strides, null, null, activation, useBias, Kernel.Real(kernel),
        name ?? Graph.Free("locally_connected2d"));

    /// <inheritdoc cref="LocallyConnected2DLayer"/>
    /// <inheritdoc cref="QuantConv2D" path="/param"/>
    public NetworkTensor QuantLocallyConnected2D(
        int filters, Sides kernelSize, Sides? strides = null, Quantizer? inputQuantizer = null,
        Quantizer? kernelQuantizer = null, ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true, Kernel? kernel = null, string? name = null) => Windowed(
        new LocallyConnected2DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            Kernel = Kernel.Of(kernel, kernelQuantizer),
        },
        strides, inputQuantizer, activation, useBias, name);
}
