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
/// <para>
/// The input and the kernel are quantized where the layer has quantizers for them; without any it works in real
/// numbers.
/// </para>
/// <para>Keras: <c>LocallyConnected2D</c> with <c>implementation=1</c>; Larq: <c>QuantLocallyConnected2D</c>.</para>
/// </remarks>
public sealed record LocallyConnected2DLayer : LocallyConnectedKind
{
    internal override int SpatialAxes => 2;
}

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
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Height and width of the kernel; <c>3</c> is 3×3.</param>
    /// <param name="strides">Steps from one output position to the next; default 1×1.</param>
    /// <param name="inputQuantizer">Quantizes the input, for example <c>"ste_sign"</c>; default none.</param>
    /// <param name="kernelQuantizer">Quantizes the kernel; default none.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="kernel">
    /// How the latent kernel starts and is kept, for example <c>new Kernel { Constraint = "weight_clip" }</c>.
    /// </param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor QuantLocallyConnected2D(
        int filters, Sides kernelSize, Sides? strides = null, Quantizer? inputQuantizer = null,
        Quantizer? kernelQuantizer = null, ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true, Kernel? kernel = null, string? name = null) => Quant(
        new LocallyConnected2DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            Strides = strides ?? 1,
            InputQuantizer = inputQuantizer,
            Kernel = Kernel.Of(kernel, kernelQuantizer),
            Activation = activation,
            UseBias = useBias,
        },
        name);
}
