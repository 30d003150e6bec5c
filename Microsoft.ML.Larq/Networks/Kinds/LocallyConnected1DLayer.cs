namespace Microsoft.ML.Larq.Networks;

/// <inheritdoc cref="LocallyConnectedKind"/>
/// <summary>
/// A convolution of sequences without shared weights: (length, channels) → (length', filters).
/// </summary>
public sealed record LocallyConnected1DLayer() : LocallyConnectedKind(axes: 1);

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantLocallyConnected1D"/>
    public NetworkTensor LocallyConnected1D(
        int filters, int kernelSize, int strides = 1, ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true, Kernel? kernel = null, string? name = null) => QuantLocallyConnected1D(
        filters, kernelSize, strides, null, null, activation, useBias, Kernel.Real(kernel),
        name ?? Graph.Free("locally_connected1d"));

    /// <inheritdoc cref="LocallyConnected1DLayer"/>
    /// <inheritdoc cref="QuantLocallyConnected2D" path="/param"/>
    public NetworkTensor QuantLocallyConnected1D(
        int filters, int kernelSize, int strides = 1, Quantizer? inputQuantizer = null,
        Quantizer? kernelQuantizer = null, ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true, Kernel? kernel = null, string? name = null) => Windowed(
        new LocallyConnected1DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            Kernel = Kernel.Of(kernel, kernelQuantizer),
        },
        strides, inputQuantizer, activation, useBias, name);
}
