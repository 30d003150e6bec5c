namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A convolution of images without shared weights: at each output position p, y[p] = activation(q_in(x)[window
/// p]·q_k(W)[p] + b[p]).
/// </summary>
/// <remarks>
/// <para>
/// Shape: (height, width, channels) → (height', width', filters), without padding. Weights: latent <c>kernel</c>
/// (height'·width', kernel height·kernel width·channels, filters), <c>bias</c> (height', width', filters).
/// </para>
/// <para>Keras: <c>LocallyConnected2D</c> with <c>implementation=1</c>; Larq: <c>QuantLocallyConnected2D</c>.</para>
/// </remarks>
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
