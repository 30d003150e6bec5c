namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A convolution of each channel on its own, then of the channels of each place together: y =
/// activation(pointwise(depthwise(q_in(x), q_d(D)), q_p(P)) + b). What lies between is not quantized.
/// </summary>
/// <remarks>
/// <para>
/// Shape: (length, channels) → (length', filters). Weights: latent <c>depthwise_kernel</c> (length, channels,
/// multiplier), latent <c>pointwise_kernel</c> (1, channels·multiplier, filters), <c>bias</c> (filters,).
/// </para>
/// <para>
/// The input and the kernels are quantized where the layer has quantizers for them; without any it works in real
/// numbers.
/// </para>
/// <para>
/// Chollet 2017, <see href="https://arxiv.org/abs/1610.02357"/>. Keras: <c>SeparableConv1D</c>; Larq:
/// <c>QuantSeparableConv1D</c>.
/// </para>
/// </remarks>
public sealed record SeparableConv1DLayer : SeparableKind
{
    internal override int SpatialAxes => 1;
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantSeparableConv1D"/>
    public NetworkTensor SeparableConv1D(
        int filters, int kernelSize, int strides = 1, PadMode padding = PadMode.Valid, int depthMultiplier = 1,
        int dilationRate = 1, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        string? name = null) => QuantSeparableConv1D(
        filters, kernelSize, strides, padding, 0, depthMultiplier, null, null, null, dilationRate, activation, useBias,
        name ?? Graph.Free("separable_conv1d"));

    /// <inheritdoc cref="SeparableConv1DLayer"/>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Steps that the kernel covers.</param>
    /// <param name="strides">Steps from one output to the next; default 1.</param>
    /// <param name="padding">Default <see cref="PadMode.Valid"/>, as in Keras.</param>
    /// <param name="padValue">
    /// What <see cref="PadMode.Same"/> adds around the quantized input; default 0; 0 with <see cref="PadMode.Causal"/>.
    /// </param>
    /// <param name="depthMultiplier">
    /// Channels between the convolutions for each of the input, at least 1; default 1.
    /// </param>
    /// <param name="inputQuantizer">Quantizes the input, for example <c>"ste_sign"</c>; default none.</param>
    /// <param name="depthwiseQuantizer">Quantizes the first kernel; default none.</param>
    /// <param name="pointwiseQuantizer">Quantizes the second kernel; default none.</param>
    /// <param name="dilationRate">Distance between neighbouring taps; default 1.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor QuantSeparableConv1D(
        int filters, int kernelSize, int strides = 1, PadMode padding = PadMode.Valid, float padValue = 0,
        int depthMultiplier = 1, Quantizer? inputQuantizer = null, Quantizer? depthwiseQuantizer = null,
        Quantizer? pointwiseQuantizer = null, int dilationRate = 1,
        ActivationFunction activation = ActivationFunction.Linear, bool useBias = true, string? name = null) => Quant(
        new SeparableConv1DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            Strides = strides,
            Padding = padding,
            PadValue = padValue,
            DepthMultiplier = depthMultiplier,
            InputQuantizer = inputQuantizer,
            Depthwise = depthwiseQuantizer,
            Pointwise = pointwiseQuantizer,
            DilationRate = dilationRate,
            Activation = activation,
            UseBias = useBias,
        },
        name);
}
