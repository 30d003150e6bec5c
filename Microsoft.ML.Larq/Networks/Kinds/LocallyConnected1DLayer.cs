namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A convolution of sequences without shared weights: at each output position p, y[p] = activation(q_in(x)[window
/// p]·q_k(W)[p] + b[p]).
/// </summary>
/// <remarks>
/// <para>
/// Shape: (length, channels) → (length', filters), without padding. Weights: latent <c>kernel</c> (length',
/// kernel·channels, filters), <c>bias</c> (length', filters).
/// </para>
/// <para>
/// The input and the kernel are quantized where the layer has quantizers for them; without any it works in real
/// numbers.
/// </para>
/// <para>Keras: <c>LocallyConnected1D</c> with <c>implementation=1</c>; Larq: <c>QuantLocallyConnected1D</c>.</para>
/// </remarks>
public sealed record LocallyConnected1DLayer : LocallyConnectedKind
{
    internal override int SpatialAxes => 1;
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantLocallyConnected1D"/>
    public NetworkTensor LocallyConnected1D(
        int filters, int kernelSize, int strides = 1, ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true, Kernel? kernel = null, string? name = null) => QuantLocallyConnected1D(
        filters, kernelSize, strides, null, null, activation, useBias, Kernel.Real(kernel),
        name ?? Graph.Free("locally_connected1d"));

    /// <inheritdoc cref="LocallyConnected1DLayer"/>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Steps that the kernel covers.</param>
    /// <param name="strides">Steps from one output position to the next; default 1.</param>
    /// <param name="inputQuantizer">Quantizes the input, for example <c>"ste_sign"</c>; default none.</param>
    /// <param name="kernelQuantizer">Quantizes the kernel; default none.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="kernel">
    /// How the latent kernel starts and is kept, for example <c>new Kernel { Constraint = "weight_clip" }</c>.
    /// </param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor QuantLocallyConnected1D(
        int filters, int kernelSize, int strides = 1, Quantizer? inputQuantizer = null,
        Quantizer? kernelQuantizer = null, ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true, Kernel? kernel = null, string? name = null) => Quant(
        new LocallyConnected1DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            Strides = strides,
            InputQuantizer = inputQuantizer,
            Kernel = Kernel.Of(kernel, kernelQuantizer),
            Activation = activation,
            UseBias = useBias,
        },
        name);
}
